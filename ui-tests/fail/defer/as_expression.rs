use with_cleanup::defer;

fn main() {
    let guard = defer!(println!("later"));
    drop(guard);
}
