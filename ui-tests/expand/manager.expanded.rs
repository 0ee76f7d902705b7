#[track_caller]
/// A manager whose setup and cleanup can fail.
fn manager(
    path: &Path,
) -> ::core::result::Result<
    ::with_cleanup::__private::Managed<
        <io::Result<File> as ::with_cleanup::__private::Lends>::Target,
        impl ::core::future::Future<
            Output = ::core::result::Result<
                ::with_cleanup::__private::Yielded,
                <io::Result<File> as ::with_cleanup::__private::Lends>::Error,
            >,
        >,
    >,
    <io::Result<File> as ::with_cleanup::__private::Lends>::Error,
> {
    ::with_cleanup::__private::try_start::<
        <io::Result<File> as ::with_cleanup::__private::Lends>::Target,
        <io::Result<File> as ::with_cleanup::__private::Lends>::Error,
        _,
    >(
        &"manager",
        move |room| async move {
            if false {
                return ::with_cleanup::__private::Room::pin(&room);
            }
            let path = path;
            let lender = ::with_cleanup::__private::Room::lender(&room);
            let proof;
            let mut file = File::create(path)?;
            let outcome = ::with_cleanup::__private::Resumed::outcome({
                proof = lender.lend(&mut (file)).await;
                proof
            });
            if !outcome.is_success() {
                return ::with_cleanup::__private::finish((), proof);
            }
            file.sync_all()?;
            ::with_cleanup::__private::finish((), proof)
        },
    )
}
