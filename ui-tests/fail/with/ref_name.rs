use with_cleanup::with;

fn main() {
    let text = String::new();
    with!(ref text => println!("{text}"));
    println!("{text}");
}
