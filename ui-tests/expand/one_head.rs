use with_cleanup::with;

/// A body that is an expression.
fn one_head() -> usize {
    with!(list = [1, 2] => list.len())
}
