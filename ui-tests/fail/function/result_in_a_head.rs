use std::sync::Mutex;

use with_cleanup::with_cleanup;

static COUNT: Mutex<u32> = Mutex::new(0);

#[with_cleanup(_lock = COUNT.lock())]
fn count() -> u32 {
    1
}

fn main() {
    count();
}
