use std::thread;

use with_cleanup::{joining, with};

fn main() {
    let worker = thread::spawn(|| 7);
    let _ = with!(_worker = joining(worker) => {});
}
