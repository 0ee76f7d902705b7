use with_cleanup::try_finally;

async fn close() {}

async fn job() {
    try_finally!({} finally {
        close().await;
    });
}

fn main() {
    drop(job());
}
