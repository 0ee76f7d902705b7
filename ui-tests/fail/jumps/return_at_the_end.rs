use with_cleanup::{ContextManager, Outcome, with};

struct File;

impl ContextManager for File {
    type Target = Vec<u8>;
    type Exit = Result<(), String>;

    fn target(&mut self) -> &mut Vec<u8> {
        unimplemented!()
    }

    fn exit(self, _: Outcome<'_>) -> Result<(), String> {
        unimplemented!()
    }
}

fn main() {
    run();
}

fn run() -> u8 {
    with!(_ = File => {
        return 1;
    })
}
