use with_cleanup::defer;

/// Captures, which the rest of the block uses too.
fn deferred_captures(mut list: Vec<usize>) {
    defer!(<&mut list, count = 1> list.push(*count));
    *count += list.len();
}
