use with_cleanup::with_cleanup;

#[with_cleanup(crate = "with_cleanup")]
fn job() {}

fn main() {
    job();
}
