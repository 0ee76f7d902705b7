use with_cleanup::with;

fn main() {
    with!(a: String = String::new() => a.push('x'));
}
