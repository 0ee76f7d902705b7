use with_cleanup::{ContextManager, Outcome};

struct Code(i32);

struct File;

impl ContextManager for File {
    type Target = Vec<u8>;
    type Exit = Result<(), Code>;

    fn target(&mut self) -> &mut Vec<u8> {
        unimplemented!()
    }

    fn exit(self, _: Outcome<'_>) -> Result<(), Code> {
        unimplemented!()
    }
}

fn main() {}
