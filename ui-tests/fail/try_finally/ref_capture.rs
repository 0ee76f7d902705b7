use with_cleanup::try_finally;

fn main() {
    let text = String::new();
    try_finally!(<ref text> { println!("{text}"); } finally { println!("{text}"); });
    println!("{text}");
}
