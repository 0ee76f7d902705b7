use with_cleanup::{guard, with, with_cleanup};

#[with_cleanup]
fn job(early: bool) -> u8 {
    let done = with!(_lock = guard("lock", std::fs::remove_file) => {
        if early {
            return 1;
        }
        2
    });
    done.unwrap_or(0)
}

fn main() {
    job(true);
}
