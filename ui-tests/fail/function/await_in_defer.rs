use with_cleanup::{defer, with_cleanup};

async fn close() -> Result<(), std::io::Error> {
    Ok(())
}

#[with_cleanup]
async fn job() -> Result<(), with_cleanup::Error> {
    defer!(close().await?);
    Ok(())
}

fn main() {
    drop(job());
}
