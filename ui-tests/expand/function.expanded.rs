/// A function with cleanups that can fail, in it and in a block of it.
fn function(early: bool) -> Result<usize, Error> {
    let function = &::with_cleanup::__private::Function::open();
    if false {
        return function.pin();
    }
    let merge = function.merge().with_cleanup_merge();
    let ended = function.probe().with_cleanup_error().with_cleanup_ended();
    let around = function;
    let state = &::with_cleanup::__private::Scope::open();
    let scope = ::with_cleanup::__private::within(around, state);
    let unsettled = function.unsettled();
    ::with_cleanup::__private::settle(
        ::with_cleanup::__private::call(
            function,
            || {
                let deferred = ::with_cleanup::__private::Deferral::new(
                        scope,
                        ::with_cleanup::__private::Always,
                    )
                    .defer(
                        (),
                        |
                            (),
                            _,
                        | -> ::core::result::Result<(), ::with_cleanup::__private::Fail> {
                            ::with_cleanup::__private::fail({
                                fs::remove_file("draft")?
                            })
                        },
                        || ::with_cleanup::__private::Name(&"defer").here(),
                    );
                if early {
                    let deferred = ::with_cleanup::__private::Deferral::new(
                            ::with_cleanup::__private::nested(scope),
                            ::with_cleanup::__private::Always,
                        )
                        .defer(
                            (),
                            |(), _| {
                                ::with_cleanup::__private::End({ fs::remove_file("lock") })
                                    .of_cleanup()
                            },
                            || ::with_cleanup::__private::Name(&"defer").here(),
                        );
                    return ::with_cleanup::__private::leave(scope, Ok(0), ended);
                }
                let deferred = ::with_cleanup::__private::Deferral::new(
                        scope,
                        ::with_cleanup::__private::OnFailure,
                    )
                    .defer(
                        (),
                        |
                            (),
                            _,
                        | -> ::core::result::Result<(), ::with_cleanup::__private::Fail> {
                            ::with_cleanup::__private::fail({
                                fs::remove_file("target")?
                            })
                        },
                        || ::with_cleanup::__private::Name(&"defer_on_failure").here(),
                    );
                ::with_cleanup::__private::end_with(scope, { Ok(1) }, ended)
            },
        ),
        unsettled,
        merge,
    )
}
