use with_cleanup::with;

fn main() {
    let first = with!(text = String::from("x") => text.as_str());
    println!("{first}");
}
