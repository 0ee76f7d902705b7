/// A body, and a block in it, whose deferred statements ask how they end.
fn deferred_on_success(early: bool, log: &Cell<bool>) -> Result<usize, String> {
    {
        let scope = &::with_cleanup::__private::Scope::open();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = [1];
        let mut slot = ::with_cleanup::__private::Head::of(&value)
            .with_cleanup_slot(value);
        let guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"[..]").here(),
        );
        let witness = witness.and(&guard0);
        let probe = ::with_cleanup::__private::Probe::new();
        match false {
            true => (-::with_cleanup::__private::Absent).closed(probe, guard0),
            false => {
                ::with_cleanup::__private::close({
                    let value = ::with_cleanup::__private::Probe::pin(
                        &probe,
                        if ::with_cleanup::__private::BODY_RUNS {
                            let deferred = ::with_cleanup::__private::Deferral::new(
                                    scope,
                                    ::with_cleanup::__private::OnSuccess,
                                )
                                .defer(
                                    (),
                                    |(), _| {
                                        ::with_cleanup::__private::End({ log.set(true) })
                                            .of_deferred()
                                    },
                                    || {
                                        ::with_cleanup::__private::Name(&"defer_on_success").here()
                                    },
                                );
                            let probe = ::with_cleanup::__private::Probe::new();
                            ::with_cleanup::__private::end_with(
                                scope,
                                ::with_cleanup::__private::Probe::pin(
                                    &probe,
                                    {
                                        if early {
                                            let scope1 = &::with_cleanup::__private::Scope::open();
                                            let deferred = ::with_cleanup::__private::Deferral::new(
                                                    scope1,
                                                    ::with_cleanup::__private::OnFailure,
                                                )
                                                .defer(
                                                    (),
                                                    |(), _| {
                                                        ::with_cleanup::__private::End({ log.set(false) })
                                                            .of_deferred()
                                                    },
                                                    || {
                                                        ::with_cleanup::__private::Name(&"defer_on_failure").here()
                                                    },
                                                );
                                            let deferred = ::with_cleanup::__private::Deferral::new(
                                                    scope1,
                                                    ::with_cleanup::__private::Always,
                                                )
                                                .defer(
                                                    (),
                                                    |(), outcome| {
                                                        ::with_cleanup::__private::End({
                                                                log.set(outcome.is_panic())
                                                            })
                                                            .of_deferred()
                                                    },
                                                    || ::with_cleanup::__private::Name(&"defer").here(),
                                                );
                                            return match ::with_cleanup::__private::Probe::new() {
                                                probe => {
                                                    witness
                                                        .leave(
                                                            scope,
                                                            ::with_cleanup::__private::Probe::pin(
                                                                &probe,
                                                                match ::with_cleanup::__private::Probe::new() {
                                                                    probe => {
                                                                        ::with_cleanup::__private::leave(
                                                                            scope1,
                                                                            ::with_cleanup::__private::Probe::pin(&probe, Ok(0)),
                                                                            probe.with_cleanup_error().with_cleanup_ended(),
                                                                        )
                                                                    }
                                                                },
                                                            ),
                                                            probe.with_cleanup_error().with_cleanup_ended(),
                                                        )
                                                }
                                            };
                                        }
                                        Err(String::new())
                                    },
                                ),
                                probe.with_cleanup_error().with_cleanup_ended(),
                            )
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
