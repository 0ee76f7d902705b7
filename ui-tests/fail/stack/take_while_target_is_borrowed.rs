use with_cleanup::ExitStack;

fn main() {
    let mut stack = ExitStack::new();
    let text = stack.adopt(String::new(), drop);
    let taken = stack.take();
    text.push('a');
    drop(taken);
}
