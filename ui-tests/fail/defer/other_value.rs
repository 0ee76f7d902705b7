use with_cleanup::defer;

fn main() {
    let mut list = vec![1];
    defer!(list.pop());
}
