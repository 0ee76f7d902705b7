/// Every kind of captures.
fn finally(mut list: Vec<usize>, numbers: &[usize], owned: Vec<usize>) -> usize {
    {
        let scope = ::with_cleanup::__private::Nowhere;
        let (shared, mut slot) = ::with_cleanup::__private::finally(
            (&mut list, &numbers, owned, [1]),
            |(part0, part1, mut part2, mut part3), outcome| {
                let list = part0;
                let numbers = part1;
                let owned = &mut part2;
                let made = &mut part3;
                ::with_cleanup::__private::End({
                        if outcome.is_success() {
                            list.append(owned);
                        }
                        list.extend_from_slice(made);
                        list.extend_from_slice(numbers);
                    })
                    .of_cleanup()
            },
        );
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"finally").here(),
        );
        let (part0, part1, part2, part3) = ::with_cleanup::__private::Entered::target(
            &mut guard0,
        );
        let list = &mut **part0;
        let _ = &list;
        let numbers = &**part1;
        let _ = &numbers;
        let owned = part2;
        let _ = &owned;
        let made = part3;
        let _ = &made;
        let probe = ::with_cleanup::__private::Probe::new();
        match false {
            true => (-::with_cleanup::__private::Absent).closed(probe, guard0),
            false => {
                ::with_cleanup::__private::close({
                    let value = ::with_cleanup::__private::Probe::pin(
                        &probe,
                        if ::with_cleanup::__private::BODY_RUNS {
                            let _shared = shared;
                            owned.extend_from_slice(numbers);
                            list.len() + made.len()
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
