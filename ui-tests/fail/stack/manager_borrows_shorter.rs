use with_cleanup::{ExitStack, guard};

fn main() {
    let stack = ExitStack::new();
    {
        let text = String::from("dropped before the stack");
        stack.enter(guard(&text, |text| println!("{text}")));
    }
    drop(stack);
}
