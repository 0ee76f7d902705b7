use with_cleanup::try_finally;

fn main() {
    try_finally!(finally { println!("a"); } { println!("body"); });
}
