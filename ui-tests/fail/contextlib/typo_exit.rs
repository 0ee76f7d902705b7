use with_cleanup::{ContextManager, Outcome};

struct Typo;

impl ContextManager for Typo {
    type Target = ();
    type Exit = ();

    fn target(&mut self) -> &mut () {
        unimplemented!()
    }

    fn uxit(self, _: Outcome<'_>) {}

    fn exit(self, _: Outcome<'_>) {}
}

fn main() {}
