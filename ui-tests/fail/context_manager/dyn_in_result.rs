use std::io;

use with_cleanup::{context_manager, with};

#[context_manager]
fn output() -> io::Result<dyn io::Write> {
    let mut output = io::stdout();
    yield_!(output);
    io::Write::flush(&mut output)?;
}

fn main() -> io::Result<()> {
    with!(output = output()? => output.write_all(b"text")?)?;
    Ok(())
}
