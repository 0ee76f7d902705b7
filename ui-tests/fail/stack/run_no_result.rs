use with_cleanup::ExitStack;

fn main() {
    ExitStack::new().run(|stack| {
        stack.defer(|| ());
    });
}
