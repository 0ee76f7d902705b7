use with_cleanup::with;

fn main() {
    with!(None = 1 => {});
}
