use with_cleanup::ExitStack;

fn shorten<'short, 'long: 'short>(stack: ExitStack<'long>) -> ExitStack<'short> {
    stack
}

fn main() {
    shorten(ExitStack::new()).close().unwrap();
}
