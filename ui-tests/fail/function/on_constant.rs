use with_cleanup::with_cleanup;

#[with_cleanup]
pub const JOBS: usize = 1;

fn main() {}
