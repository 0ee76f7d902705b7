use with_cleanup::with_cleanup;

#[with_cleanup(String::new() as text)]
fn job() {
    text.push('x');
}

fn main() {
    job();
}
