use with_cleanup::with;

/// A body that ends in `;`.
fn one_head_unit() {
    with!(list = Vec::new() => {
        list.push(2);
    });
}
