use with_cleanup::with_cleanup;

#[with_cleanup(_ = 1; _ = 2)]
fn job() {}

fn main() {
    job();
}
