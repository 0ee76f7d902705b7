use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    let other = ExitStack::new();
    let entry = stack.defer(|| ());
    stack.close().unwrap();
    other.dismiss(entry);
}
