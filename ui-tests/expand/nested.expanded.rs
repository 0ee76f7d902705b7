/// A jump that leaves two scopes.
fn nested(early: bool) -> usize {
    {
        let scope = &::with_cleanup::__private::Scope::open();
        let witness = ::with_cleanup::__private::Witness::start();
        let value = [1];
        let mut slot = ::with_cleanup::__private::Manager::of(&value).slot(value);
        let mut guard0 = slot
            .enter(scope, const { &::with_cleanup::__private::Name("outer").here() });
        let witness = witness.and(&guard0);
        let outer = guard0.target();
        let probe = ::with_cleanup::__private::Probe::new();
        witness
            .close(
                ::with_cleanup::__private::Probe::pin(
                    &probe,
                    {
                        {
                            let scope = &::with_cleanup::__private::Scope::open();
                            let witness = ::with_cleanup::__private::Witness::start();
                            let value = [2];
                            let mut slot = ::with_cleanup::__private::Manager::of(&value)
                                .slot(value);
                            let guard0 = slot
                                .enter(
                                    scope,
                                    const { &::with_cleanup::__private::Name("[..]").here() },
                                );
                            let witness = witness.and(&guard0);
                            let probe = ::with_cleanup::__private::Probe::new();
                            witness
                                .close(
                                    ::with_cleanup::__private::Probe::pin(
                                        &probe,
                                        {
                                            if early {
                                                return {
                                                    let probe = ::with_cleanup::__private::Probe::new();
                                                    witness
                                                        .leave(
                                                            scope,
                                                            ::with_cleanup::__private::Probe::pin(
                                                                &probe,
                                                                {
                                                                    let probe = ::with_cleanup::__private::Probe::new();
                                                                    witness
                                                                        .leave(
                                                                            scope,
                                                                            ::with_cleanup::__private::Probe::pin(&probe, outer.len()),
                                                                            probe.ended(),
                                                                        )
                                                                },
                                                            ),
                                                            probe.ended(),
                                                        )
                                                };
                                            }
                                        },
                                    ),
                                    probe.ended(),
                                    |exits| {
                                        guard0.exit(exits);
                                    },
                                )
                        };
                        0
                    },
                ),
                probe.ended(),
                |exits| {
                    guard0.exit(exits);
                },
            )
    }
}
