use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    let text = String::from("dropped before the stack");
    stack.defer(|| println!("{text}"));
}
