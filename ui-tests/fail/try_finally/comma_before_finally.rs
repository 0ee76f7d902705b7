use with_cleanup::try_finally;

fn main() {
    try_finally!({ println!("body"); }, finally { println!("cleanup"); });
}
