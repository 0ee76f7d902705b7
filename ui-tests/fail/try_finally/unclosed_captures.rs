use with_cleanup::try_finally;

fn main() {
    let mut text = String::new();
    try_finally!(<&mut text { text.push('x'); } finally { text.clear(); });
}
