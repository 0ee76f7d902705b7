use with_cleanup::ExitStack;

fn lengthen<'short, 'long: 'short>(stack: ExitStack<'short>) -> ExitStack<'long> {
    stack
}

fn main() {
    lengthen(ExitStack::new()).close().unwrap();
}
