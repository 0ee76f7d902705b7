use with_cleanup::try_finally;

fn main() {
    try_finally!(<text = > { text.push('x'); } finally { text.clear(); });
}
