use with_cleanup::defer_on_success;

fn main() {
    defer_on_success!(println!("done"));
}
