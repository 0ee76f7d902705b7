/// Captures, which the rest of the block uses too.
fn deferred_captures(mut list: Vec<usize>) {
    let mut deferred = ::with_cleanup::__private::defer(
        (&mut list, 1),
        |(part0, mut part1)| {
            let list = part0;
            let count = &mut part1;
            ::with_cleanup::__private::End({ list.push(*count) }).of_deferred()
        },
        || ::with_cleanup::__private::Name(&"defer").here(),
    );
    let (part0, part1) = ::with_cleanup::__private::captured(&mut deferred);
    let list = &mut **part0;
    let _ = &list;
    let count = part1;
    let _ = &count;
    *count += list.len();
}
