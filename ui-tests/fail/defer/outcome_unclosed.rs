use with_cleanup::defer;

fn main() {
    defer!(|outcome println!("later"));
}
