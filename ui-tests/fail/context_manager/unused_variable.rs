use with_cleanup::context_manager;

#[deny(unused_variables, unused_mut)]
#[context_manager]
fn number(unused: i32, mut argument: i32) -> i32 {
    let mut number = argument;
    let outcome = yield_!(number);
}

fn main() {}
