use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    stack.defer(|| println!("{}", stack.len()));
}
