use with_cleanup::{Error, ExitStack};

fn main() {
    let text = ExitStack::new().run(|stack| Ok::<_, Error>(stack.adopt(String::new(), drop)));
    drop(text);
}
