use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function<T>(value: &T) -> T {
    defer!(println!("deferred"));
    value.clone()
}

fn main() {
    function(&1);
}
