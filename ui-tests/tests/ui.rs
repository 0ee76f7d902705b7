//! Compiles each file of `fail/` and `pass/`, and compares what the compiler says.

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/**/*.rs");
    cases.pass("pass/*.rs");
}
