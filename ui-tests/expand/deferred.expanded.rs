/// No captures.
fn deferred(list: &mut Vec<usize>) {
    let deferred = ::with_cleanup::__private::defer(
        (),
        |()| { ::with_cleanup::__private::End({ list.clear() }).of_deferred() },
        || ::with_cleanup::__private::Name(&"defer").here(),
    );
}
