use with_cleanup::with_cleanup;

#[with_cleanup(list = )]
fn job() {}

fn main() {
    job();
}
