use with_cleanup::with;

fn main() {
    with!((a, b) = (1, 2) => { println!("{a} {b}"); });
}
