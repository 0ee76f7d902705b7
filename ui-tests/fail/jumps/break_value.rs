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
    let n: u8 = loop {
        with!(_ = File => {
            if std::env::args().count() > 1 {
                break 1;
            }
        })
        .unwrap();
    };
    println!("{n}");
}
