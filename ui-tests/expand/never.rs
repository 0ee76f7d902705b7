use with_cleanup::with;

/// A body that never reaches its end.
fn never(list: Vec<usize>) -> usize {
    with!(list => {
        list.push(1);
        return list.len();
    })
}
