/// A cleanup that can fail.
fn fallible_finally() -> Result<String, Error> {
    {
        let scope = ::with_cleanup::__private::Nowhere;
        let witness = ::with_cleanup::__private::Witness::start();
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
        let witness = witness.and(&guard0);
        let probe = ::with_cleanup::__private::Probe::new();
        witness
            .end(
                ::with_cleanup::__private::exit(
                    witness
                        .body(
                            scope,
                            ::with_cleanup::__private::Probe::pin(
                                &probe,
                                if ::with_cleanup::__private::BODY_RUNS {
                                    let _shared = shared;
                                    String::new()
                                } else {
                                    ::with_cleanup::__private::never().any(|| scope)
                                },
                            ),
                            probe.with_cleanup_error().with_cleanup_ended(),
                        ),
                    guard0,
                ),
            )
    }
}
