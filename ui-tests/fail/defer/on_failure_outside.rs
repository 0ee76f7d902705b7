use with_cleanup::defer_on_failure;

fn main() {
    defer_on_failure!(println!("undone"));
}
