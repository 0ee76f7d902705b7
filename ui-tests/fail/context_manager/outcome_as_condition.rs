use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    if yield_!(text) {
        println!("well");
    }
}

fn main() {}
