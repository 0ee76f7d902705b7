use with_cleanup::with;

fn main() {
    with!(text = String::new() => {
        let owned: String = *text;
        drop(owned);
    });
}
