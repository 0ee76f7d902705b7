use with_cleanup::ExitStack;

fn main() {
    let mut kept = None;
    let stack = ExitStack::new();
    stack.defer_with(|stack, _| {
        kept = Some(stack.defer(|| ()));
    });
}
