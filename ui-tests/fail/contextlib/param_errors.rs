use with_cleanup::{context_manager, with};

#[context_manager]
fn woohoo(a: u8, b: u8) -> u8 {
    let mut sum = a + b;
    yield_!(sum);
}

fn main() {
    with!(_ = woohoo(3) => {});
}
