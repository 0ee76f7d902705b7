use with_cleanup::context_manager;

fn main() {
    let text = #[context_manager]
    || String::new();
    text();
}
