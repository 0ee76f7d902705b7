use with_cleanup::{guard, with};

fn main() {
    let verbose = true;
    with!(_note = verbose.then(|| guard((), |()| println!("done"))) => {
        println!("work");
    });
}
