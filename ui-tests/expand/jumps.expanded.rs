/// Two heads, and every way out of their body.
fn jumps(numbers: &[Vec<usize>]) -> Option<usize> {
    for list in numbers {
        {
            let scope = &::with_cleanup::__private::Scope::open();
            let witness = ::with_cleanup::__private::Witness::start();
            let value = list.clone();
            let mut slot = ::with_cleanup::__private::Manager::of(&value).slot(value);
            let mut guard0 = slot
                .enter(scope, const { &::with_cleanup::__private::Name("list").here() });
            let witness = witness.and(&guard0);
            let list = guard0.target();
            let value = list.clone().pop()?;
            let mut slot = ::with_cleanup::__private::Manager::of(&value).slot(value);
            let guard1 = slot
                .enter(
                    scope,
                    const { &::with_cleanup::__private::Name("list.clone(..)").here() },
                );
            let witness = witness.and(&guard1);
            let probe = ::with_cleanup::__private::Probe::new();
            witness
                .close(
                    ::with_cleanup::__private::Probe::pin(
                        &probe,
                        {
                            if list.is_empty() {
                                {
                                    witness.jump(scope);
                                    continue;
                                };
                            }
                            if list.len() == 2 {
                                {
                                    witness.jump(scope);
                                    break;
                                };
                            }
                            if list.pop()? == 1 {
                                return {
                                    let probe = ::with_cleanup::__private::Probe::new();
                                    witness
                                        .leave(
                                            scope,
                                            ::with_cleanup::__private::Probe::pin(
                                                &probe,
                                                Some(list.len()),
                                            ),
                                            probe.ended(),
                                        )
                                };
                            }
                        },
                    ),
                    probe.ended(),
                    |exits| {
                        let guard0 = guard0;
                        let guard1 = guard1;
                        guard1.exit(exits);
                        guard0.exit(exits);
                    },
                )
        };
    }
    None
}
