use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    let text = stack.adopt(String::new(), drop);
    let boxed = Box::new(stack);
    text.push('a');
    drop(boxed);
}
