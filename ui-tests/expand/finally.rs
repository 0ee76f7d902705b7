use with_cleanup::try_finally;

/// Every kind of captures.
fn finally(mut list: Vec<usize>, numbers: &[usize], owned: Vec<usize>) -> usize {
    try_finally!(<&mut list, &numbers, owned, made = [1]> {
        owned.extend_from_slice(numbers);
        list.len() + made.len()
    } finally |outcome| {
        if outcome.is_success() {
            list.append(owned);
        }
        list.extend_from_slice(made);
        list.extend_from_slice(numbers);
    })
}
