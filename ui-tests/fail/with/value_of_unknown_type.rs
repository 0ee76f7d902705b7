use with_cleanup::with;

fn main() {
    with!(_ = 1 => Default::default());
}
