/// A body that ends in `;`.
fn one_head_unit() {
    {
        let scope = ::with_cleanup::__private::Nowhere;
        let witness = ::with_cleanup::__private::Witness::start();
        let value = Vec::new();
        let mut slot = ::with_cleanup::__private::Manager::of(&value)
            .with_cleanup_slot(value);
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"list").here(),
        );
        let witness = witness.and(&guard0);
        let list = ::with_cleanup::__private::Entered::target(&mut guard0);
        witness
            .end(
                ::with_cleanup::__private::exit(
                    witness
                        .unit(
                            scope,
                            if ::with_cleanup::__private::BODY_RUNS {
                                list.push(2);
                            } else {
                                ::with_cleanup::__private::never().any(|| scope)
                            },
                        ),
                    guard0,
                ),
            )
    };
}
