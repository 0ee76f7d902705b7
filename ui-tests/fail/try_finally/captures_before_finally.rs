use with_cleanup::try_finally;

fn main() {
    let mut text = String::new();
    try_finally!({ text.push('x'); } <&mut text> finally { text.clear(); });
}
