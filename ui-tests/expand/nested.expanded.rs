/// A jump that leaves two scopes.
fn nested(early: bool) -> usize {
    {
        let scope = &::with_cleanup::__private::Scope::open();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = [1];
        let mut slot = ::with_cleanup::__private::Head::of(&value)
            .with_cleanup_slot(value);
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"outer").here(),
        );
        let witness = witness.and(&guard0);
        let outer = ::with_cleanup::__private::Entered::target(&mut guard0);
        let probe = ::with_cleanup::__private::Probe::new();
        match false {
            true => (-::with_cleanup::__private::Absent).closed(probe, guard0),
            false => {
                ::with_cleanup::__private::close({
                    let value = ::with_cleanup::__private::Probe::pin(
                        &probe,
                        if ::with_cleanup::__private::BODY_RUNS {
                            {
                                let scope = &::with_cleanup::__private::Scope::open();
                                let witness = ::with_cleanup::__private::Witness::start();
                                let value = [2];
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
                                    true => {
                                        (-::with_cleanup::__private::Absent).closed(probe, guard0)
                                    }
                                    false => {
                                        ::with_cleanup::__private::close({
                                            let value = ::with_cleanup::__private::Probe::pin(
                                                &probe,
                                                if ::with_cleanup::__private::BODY_RUNS {
                                                    if early {
                                                        return match ::with_cleanup::__private::Probe::new() {
                                                            probe => {
                                                                witness
                                                                    .leave(
                                                                        scope,
                                                                        ::with_cleanup::__private::Probe::pin(
                                                                            &probe,
                                                                            match ::with_cleanup::__private::Probe::new() {
                                                                                probe => {
                                                                                    witness
                                                                                        .leave(
                                                                                            scope,
                                                                                            ::with_cleanup::__private::Probe::pin(&probe, outer.len()),
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
                            };
                            0
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
