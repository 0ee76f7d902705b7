use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    stack.defer_with(|_, outcome| outcome.is_success());
}
