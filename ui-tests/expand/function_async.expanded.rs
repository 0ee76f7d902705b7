/// An `async fn` with a head, and parameters that it owns.
async fn function_async(number: usize, arg1: (usize, usize)) -> Result<usize, Error> {
    let function = &::with_cleanup::__private::Function::<Result<usize, Error>>::open();
    let merge = function.merge().with_cleanup_merge();
    let ended = function.probe().with_cleanup_error().with_cleanup_ended();
    let around = function;
    let scope = ::with_cleanup::__private::nested(around);
    let unsettled = function.unsettled();
    let value = async move {
        if false {
            return function.pin();
        }
        let witness = ::with_cleanup::__private::Witness::collecting();
        let value = guard(
            ::alloc::boxed::box_assume_init_into_vec_unsafe(
                ::alloc::intrinsics::write_box_via_move(
                    ::alloc::boxed::Box::new_uninit(),
                    [1],
                ),
            ),
            drop,
        );
        let mut slot = ::with_cleanup::__private::Head::of(&value)
            .with_cleanup_slot(value);
        let mut guard0 = ::with_cleanup::__private::Slot::enter(
            &mut slot,
            scope,
            ::with_cleanup::__private::Name(&"list").here(),
        );
        let witness = witness.and_return(&guard0);
        let list = ::with_cleanup::__private::Entered::target(&mut guard0);
        let value = async {
            if false {
                return function.pin();
            }
            let mut number = number;
            let arg1 = arg1;
            let (first, _) = arg1;
            let deferred = ::with_cleanup::__private::Deferral::new(
                    scope,
                    ::with_cleanup::__private::Always,
                )
                .defer(
                    (),
                    |(), _| {
                        ::with_cleanup::__private::End({
                                {
                                    ::std::io::_print(format_args!("end\n"));
                                }
                            })
                            .of_cleanup()
                    },
                    || ::with_cleanup::__private::Name(&"defer").here(),
                );
            number += future::ready(first).await;
            list.push(number);
            Ok(list.len())
        }
            .await;
        witness
            .end_function(
                ::with_cleanup::__private::exit(
                    witness.function_body(scope, function, value, ended),
                    guard0,
                ),
                merge,
            )
    }
        .await;
    ::with_cleanup::__private::settle(value, unsettled, merge)
}
