/// A body that never reaches its end.
fn never(list: Vec<usize>) -> usize {
    {
        let scope = &::with_cleanup::__private::Scope::open();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = list;
        let mut slot = ::with_cleanup::__private::Head::of(&value)
            .with_cleanup_slot(value);
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"list").here(),
        );
        let witness = witness.and(&guard0);
        let list = ::with_cleanup::__private::Entered::target(&mut guard0);
        {
            list.push(1);
            return match ::with_cleanup::__private::Probe::new() {
                probe => {
                    witness
                        .leave(
                            scope,
                            ::with_cleanup::__private::Probe::pin(&probe, list.len()),
                            probe.with_cleanup_error().with_cleanup_ended(),
                        )
                }
            };
        }
    }
}
