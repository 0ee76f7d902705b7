/// A body that never reaches its end.
fn never(list: Vec<usize>) -> usize {
    {
        let scope = &::with_cleanup::__private::Scope::open();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = list;
        let mut slot = ::with_cleanup::__private::Manager::of(&value).slot(value);
        let mut guard0 = slot
            .enter(scope, const { &::with_cleanup::__private::Name("list").here() });
        let witness = witness.and(&guard0);
        let list = guard0.target();
        {
            list.push(1);
            return {
                let probe = ::with_cleanup::__private::Probe::new();
                witness
                    .leave(
                        scope,
                        ::with_cleanup::__private::Probe::pin(&probe, list.len()),
                        probe.ended(),
                    )
            };
        }
    }
}
