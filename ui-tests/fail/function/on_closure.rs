use with_cleanup::with_cleanup;

fn main() {
    let job = #[with_cleanup]
    || {};
    job();
}
