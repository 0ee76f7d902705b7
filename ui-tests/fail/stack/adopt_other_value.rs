use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    stack.adopt(String::new(), |text| text.len());
}
