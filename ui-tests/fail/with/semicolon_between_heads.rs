use with_cleanup::with;

fn main() {
    with!(a = 1; b = 2 => { println!("{a} {b}"); });
}
