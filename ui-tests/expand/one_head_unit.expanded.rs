/// A body that ends in `;`.
fn one_head_unit() {
    {
        let scope = ::with_cleanup::__private::Nowhere;
        let value = Vec::new();
        let mut slot = ::with_cleanup::__private::Head::of(&value)
            .with_cleanup_slot(value);
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"list").here(),
        );
        let list = ::with_cleanup::__private::Entered::target(&mut guard0);
        ::with_cleanup::__private::close({
            let value = if ::with_cleanup::__private::BODY_RUNS {
                list.push(2);
            } else {
                ::with_cleanup::__private::Probe::new()
                    + -::with_cleanup::__private::Absent
            };
            ::with_cleanup::__private::exit_last(
                value,
                ::with_cleanup::__private::AlwaysWell,
                guard0,
            )
        })
    };
}
