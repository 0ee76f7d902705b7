use with_cleanup::with_cleanup;

#[with_cleanup]
struct Job {
    _name: String,
}

fn main() {}
