use with_cleanup::with_cleanup;

#[with_cleanup]
mod jobs {}

fn main() {}
