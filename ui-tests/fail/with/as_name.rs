use with_cleanup::with;

fn main() {
    with!(String::new() as text => { text.push('x'); });
}
