use with_cleanup::with;

fn main() {
    with!(let a = String::new() => a.push('x'));
}
