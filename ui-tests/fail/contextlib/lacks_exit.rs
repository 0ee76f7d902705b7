use with_cleanup::{ContextManager, with};

struct LacksExit;

impl ContextManager for LacksExit {
    type Target = ();
    type Exit = ();

    fn target(&mut self) -> &mut () {
        unimplemented!()
    }
}

fn main() {
    with!(_ = LacksExit => {});
}
