/// A cleanup that can fail.
fn fallible_finally() -> Result<String, Error> {
    {
        let scope = ::with_cleanup::__private::Scope::unmarked();
        let witness = ::with_cleanup::__private::Witness::start();
        let (shared, mut slot) = ::with_cleanup::__private::finally(
            (),
            |(), _| -> ::core::result::Result<(), ::with_cleanup::__private::Fail> {
                ::with_cleanup::__private::fail({
                    fs::remove_file("draft")?;
                })
            },
        );
        let guard0 = slot
            .enter(scope, const { &::with_cleanup::__private::Name("finally").here() });
        let witness = witness.and(&guard0);
        let probe = ::with_cleanup::__private::Probe::new();
        witness
            .close(
                ::with_cleanup::__private::Probe::pin(
                    &probe,
                    {
                        let _shared = shared;
                        String::new()
                    },
                ),
                probe.ended(),
                |exits| {
                    guard0.exit(exits);
                },
            )
    }
}
