use with_cleanup::{defer, with};

fn main() {
    with!(_ = String::new() => {
        defer!(std::fs::remove_file("x"));
    });
}
