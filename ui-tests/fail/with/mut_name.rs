use with_cleanup::with;

fn main() {
    with!(mut a = String::new() => a.push('x'));
}
