use with_cleanup::with;

fn main() {
    with!(a = String::new(): { a.push('x'); });
}
