use with_cleanup::with;

fn main() {
    with!(a = 1, a = 2 => { println!("{a}"); });
}
