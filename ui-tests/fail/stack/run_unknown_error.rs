use with_cleanup::ExitStack;

fn main() {
    let ended = ExitStack::new().run(|stack| {
        stack.defer(|| ());
        Ok(1)
    });
    drop(ended);
}
