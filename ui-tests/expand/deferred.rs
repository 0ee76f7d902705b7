use with_cleanup::defer;

/// No captures.
fn deferred(list: &mut Vec<usize>) {
    defer!(list.clear());
}
