use std::future;

use with_cleanup::{Error, defer, guard, with_cleanup};

/// An `async fn` with a head, and parameters that it owns.
#[with_cleanup(list = guard(vec![1], drop))]
async fn function_async(mut number: usize, (first, _): (usize, usize)) -> Result<usize, Error> {
    defer!(println!("end"));
    number += future::ready(first).await;
    list.push(number);
    Ok(list.len())
}
