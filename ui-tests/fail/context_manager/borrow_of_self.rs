use with_cleanup::{context_manager, with};

struct Connection;

impl Connection {
    #[context_manager]
    fn opened(&mut self) -> &mut Connection {
        yield_!(self);
        println!("closed");
    }
}

fn main() {
    let mut connection = Connection;
    with!(_ = connection.opened() => println!("open"));
}
