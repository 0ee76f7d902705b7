/// A body that is an expression.
fn one_head() -> usize {
    {
        let scope = ::with_cleanup::__private::Nowhere;
        let value = [1, 2];
        let mut slot = ::with_cleanup::__private::Head::of(&value)
            .with_cleanup_slot(value);
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"list").here(),
        );
        let list = ::with_cleanup::__private::Entered::target(&mut guard0);
        let probe = ::with_cleanup::__private::Probe::new();
        match false {
            true => (-::with_cleanup::__private::Absent).closed(probe, guard0),
            false => {
                ::with_cleanup::__private::close({
                    let value = ::with_cleanup::__private::Probe::pin(
                        &probe,
                        if ::with_cleanup::__private::BODY_RUNS {
                            list.len()
                        } else {
                            probe + -::with_cleanup::__private::Absent
                        },
                    );
                    ::with_cleanup::__private::exit_last(
                        value,
                        probe.with_cleanup_error().with_cleanup_ended(),
                        guard0,
                    )
                })
            }
        }
    }
}
