use with_cleanup::context_manager;

#[context_manager]
fn number(kept: &mut Option<with_cleanup::Outcome<'static>>) -> i32 {
    let mut number = 0;
    *kept = Some(yield_!(number));
}

fn main() {}
