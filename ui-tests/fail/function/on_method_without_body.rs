use with_cleanup::with_cleanup;

pub trait Job {
    #[with_cleanup]
    fn run(&self);
}

fn main() {}
