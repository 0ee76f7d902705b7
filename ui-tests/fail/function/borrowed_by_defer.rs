use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<usize, with_cleanup::Error> {
    let mut list = vec![1];
    defer!(list.clear());
    list.push(2);
    Ok(1)
}

fn main() {
    drop(job());
}
