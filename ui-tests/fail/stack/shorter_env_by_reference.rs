use with_cleanup::SendExitStack;

fn shorten<'s, 'short, 'long: 'short>(stack: &'s SendExitStack<'long>) -> &'s SendExitStack<'short> {
    stack
}

fn main() {
    shorten(&SendExitStack::new()).defer(|| ());
}
