use with_cleanup::context_manager;

#[context_manager]
fn text(first: bool) -> String {
    let (mut a, mut b) = (String::new(), String::new());
    let outcome = if first { yield_!(a) } else { yield_!(b) };
    println!("{outcome:?}");
}

fn main() {}
