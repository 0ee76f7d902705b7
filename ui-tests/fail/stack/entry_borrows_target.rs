use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    let text = stack.adopt(String::new(), drop);
    stack.defer(|| text.push('a'));
}
