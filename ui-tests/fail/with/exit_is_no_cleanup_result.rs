use with_cleanup::{ContextManager, Outcome};

struct File;

impl ContextManager for File {
    type Target = Vec<u8>;
    type Exit = Option<()>;

    fn target(&mut self) -> &mut Vec<u8> {
        unimplemented!()
    }

    fn exit(self, _: Outcome<'_>) -> Option<()> {
        unimplemented!()
    }
}

fn main() {}
