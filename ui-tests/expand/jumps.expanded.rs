/// Two heads, and every way out of their body.
fn jumps(numbers: &[Vec<usize>]) -> Option<usize> {
    for list in numbers {
        {
            let scope = &::with_cleanup::__private::Scope::open();
            let witness = ::with_cleanup::__private::Witness::start();
            let value = list.clone();
            let mut slot = ::with_cleanup::__private::Head::of(&value)
                .with_cleanup_slot(value);
            let mut guard0 = ::with_cleanup::__private::Slot::enter(
                &mut slot,
                scope,
                ::with_cleanup::__private::Name(&"list").here(),
            );
            let witness = witness.and(&guard0);
            let list = ::with_cleanup::__private::Entered::target(&mut guard0);
            let value = list.clone().pop()?;
            let mut slot = ::with_cleanup::__private::Head::of(&value)
                .with_cleanup_slot(value);
            let guard1 = ::with_cleanup::__private::Slot::enter(
                &mut slot,
                scope,
                ::with_cleanup::__private::Name(&"list.clone(..)").here(),
            );
            let witness = witness.and(&guard1);
            let probe = ::with_cleanup::__private::Probe::new();
            match false {
                true => {
                    (-::with_cleanup::__private::Absent).closed(probe, (guard1, guard0))
                }
                false => {
                    ::with_cleanup::__private::close({
                        let value = ::with_cleanup::__private::Probe::pin(
                            &probe,
                            if ::with_cleanup::__private::BODY_RUNS {
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
                                    return match ::with_cleanup::__private::Probe::new() {
                                        probe => {
                                            witness
                                                .leave(
                                                    scope,
                                                    ::with_cleanup::__private::Probe::pin(
                                                        &probe,
                                                        Some(list.len()),
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
                        ::with_cleanup::__private::exit(
                            ::with_cleanup::__private::exit_last(
                                value,
                                probe.with_cleanup_error().with_cleanup_ended(),
                                guard1,
                            ),
                            guard0,
                        )
                    })
                }
            }
        };
    }
    None
}
