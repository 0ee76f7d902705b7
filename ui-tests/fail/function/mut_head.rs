use with_cleanup::with_cleanup;

#[with_cleanup(mut list = Vec::<u8>::new())]
fn job() {
    list.push(1);
}

fn main() {
    job();
}
