use with_cleanup::with_cleanup;

struct Job;

#[with_cleanup]
impl Job {
    fn _run(&self) {}
}

fn main() {}
