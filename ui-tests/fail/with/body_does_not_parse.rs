use with_cleanup::with;

fn main() {
    with!(text = String::new() => {
        text.push('x')
        text.push('y');
    });
}
