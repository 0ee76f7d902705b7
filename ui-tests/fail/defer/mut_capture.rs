use with_cleanup::defer;

fn main() {
    let mut text = String::new();
    defer!(<mut text> text.clear());
    text.push('x');
}
