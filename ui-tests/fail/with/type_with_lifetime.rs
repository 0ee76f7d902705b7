use with_cleanup::with;

fn print<'a>(text: &'a str) {
    with!(a: &'a str = text => { println!("{a}"); });
}

fn main() {
    print("text");
}
