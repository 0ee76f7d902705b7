use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    let text = stack.adopt(String::new(), drop);
    stack.close().unwrap();
    text.push('a');
}
