use with_cleanup::{ContextManager, Outcome, with};

struct LacksTarget;

impl ContextManager for LacksTarget {
    type Target = ();
    type Exit = ();

    fn exit(self, _: Outcome<'_>) {}
}

fn main() {
    with!(_ = LacksTarget => {});
}
