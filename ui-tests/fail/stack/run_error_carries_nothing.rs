use with_cleanup::ExitStack;

struct Failed;

fn main() {
    let ended = ExitStack::new().run(|stack| {
        stack.defer(|| ());
        Err::<(), Failed>(Failed)
    });
    drop(ended);
}
