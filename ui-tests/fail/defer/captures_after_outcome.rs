use with_cleanup::{defer, with};

fn main() {
    let mut text = String::new();
    with!(_ = 1 => {
        defer!(|outcome| <&mut text> if outcome.is_failure() { text.clear(); });
        text.push('x');
    });
}
