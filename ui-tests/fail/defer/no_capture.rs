use with_cleanup::defer;

fn main() {
    let mut text = String::new();
    defer!(text.clear());
    text.push('x');
}
