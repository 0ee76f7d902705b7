use with_cleanup::try_finally;

fn main() {
    let mut list = vec![1];
    try_finally!({ println!("body"); } finally { list.pop() });
}
