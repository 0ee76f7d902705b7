/// A body that is an expression.
fn one_head() -> usize {
    {
        let scope = ::with_cleanup::__private::Scope::unmarked();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = [1, 2];
        let mut slot = ::with_cleanup::__private::Manager::of(&value).slot(value);
        let mut guard0 = slot
            .enter(scope, const { &::with_cleanup::__private::Name("list").here() });
        let witness = witness.and(&guard0);
        let list = guard0.target();
        let probe = ::with_cleanup::__private::Probe::new();
        witness
            .close(
                ::with_cleanup::__private::Probe::pin(&probe, { list.len() }),
                probe.ended(),
                |exits| {
                    guard0.exit(exits);
                },
            )
    }
}
