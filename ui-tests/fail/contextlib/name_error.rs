use with_cleanup::with;

fn main() {
    with!(_ = foo => {});
}
