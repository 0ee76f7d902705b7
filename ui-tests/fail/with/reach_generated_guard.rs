use with_cleanup::with;

fn main() {
    with!(_ = String::new() => {
        drop(guard0);
    });
}
