use with_cleanup::with;

fn main() {
    with!((a = String::new(), b = String::new()) => { a.push_str(b); });
}
