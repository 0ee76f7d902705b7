use with_cleanup::{defer_on_success, with};

fn main() {
    with!(_ = String::new() => {
        let run = || {
            defer_on_success!(println!("done"));
        };
        run();
    });
}
