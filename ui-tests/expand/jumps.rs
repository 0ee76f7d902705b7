use with_cleanup::with;

/// Two heads, and every way out of their body.
fn jumps(numbers: &[Vec<usize>]) -> Option<usize> {
    for list in numbers {
        with!(list = list.clone(), _ = list.clone().pop()? => {
            if list.is_empty() {
                continue;
            }
            if list.len() == 2 {
                break;
            }
            if list.pop()? == 1 {
                return Some(list.len());
            }
        });
    }
    None
}
