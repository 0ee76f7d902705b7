use with_cleanup::defer;

fn main() {
    defer!(std::fs::remove_file("x"));
}
