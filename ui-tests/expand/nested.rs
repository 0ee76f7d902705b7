use with_cleanup::with;

/// A jump that leaves two scopes.
fn nested(early: bool) -> usize {
    with!(outer = [1] => {
        with!(_ = [2] => {
            if early {
                return outer.len();
            }
        });
        0
    })
}
