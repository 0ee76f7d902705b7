/// A cleanup that can fail.
fn fallible_finally() -> Result<String, Error> {
    {
        let scope = ::with_cleanup::__private::Nowhere;
        let (shared, mut slot) = ::with_cleanup::__private::finally(
            (),
            |(), _| -> ::core::result::Result<(), ::with_cleanup::__private::Fail> {
                ::with_cleanup::__private::fail({
                    fs::remove_file("draft")?;
                })
            },
        );
        let guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"finally").here(),
        );
        let probe = ::with_cleanup::__private::Probe::new();
        match false {
            true => (-::with_cleanup::__private::Absent).closed(probe, guard0),
            false => {
                ::with_cleanup::__private::close({
                    let value = ::with_cleanup::__private::Probe::pin(
                        &probe,
                        if ::with_cleanup::__private::BODY_RUNS {
                            let _shared = shared;
                            String::new()
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
