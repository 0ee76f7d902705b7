use with_cleanup::with_cleanup;

#[with_cleanup]
pub trait Job {
    fn run(&self);
}

fn main() {}
