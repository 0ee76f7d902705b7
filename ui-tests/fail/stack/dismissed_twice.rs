use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    let entry = stack.defer(|| ());
    stack.dismiss(entry);
    stack.dismiss(entry);
}
