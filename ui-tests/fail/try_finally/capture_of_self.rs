use with_cleanup::try_finally;

struct Conn;

impl Conn {
    fn run(&mut self) {
        try_finally!(<self> {} finally {});
    }
}

fn main() {
    Conn.run();
}
