use with_cleanup::try_finally;

fn main() {
    let mut text = String::new();
    try_finally!({ text.push('x'); } finally <&mut text> { text.clear(); });
}
