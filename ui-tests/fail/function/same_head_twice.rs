use with_cleanup::with_cleanup;

#[with_cleanup(list = Vec::<u8>::new(), list = Vec::<u8>::new())]
fn job() {
    list.push(1);
}

fn main() {
    job();
}
