use with_cleanup::context_manager;

#[context_manager]
async fn text() -> String {
    let mut text = std::future::ready(String::new()).await;
    yield_!(text);
}

fn main() {}
