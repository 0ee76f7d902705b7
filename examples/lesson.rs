//! Python's lesson on cleanup: `try`/`finally`, a context manager made of a function, and an `ExitStack`. Each of them
//! closes its connections, whatever happens in between.
//!
//! ```sh
//! cargo run --example lesson
//! ```

use std::{error::Error, fs, io};

use with_cleanup::{ExitStack, context_manager, try_finally, with};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

struct Connection {
    name: &'static str,
}

impl Connection {
    fn open(name: &'static str) -> Self {
        Self { name }
    }

    fn send(&mut self) -> Result<()> {
        println!(" using {}", self.name);
        Err(format!("boom in {}", self.name).into())
    }

    fn close(&mut self) {
        println!(" closed {}", self.name);
    }
}

/// Pattern 1: a body, and a cleanup that runs in any case. The angle brackets list what both of them use.
fn with_try_finally() -> Result<()> {
    let mut conn = Connection::open("A");
    try_finally!(<&mut conn> {
        conn.send()?;
    } finally {
        conn.close();
    });
    Ok(())
}

/// The same cleanup, written once: what stands after the `yield_!` runs when the scope has ended that uses it.
#[context_manager]
fn connection(name: &'static str) -> Connection {
    let mut conn = Connection::open(name);
    yield_!(conn);
    conn.close();
}

/// Pattern 2: a manager, and a body that uses it.
fn with_manager() -> Result<()> {
    with!(conn = connection("B") => {
        conn.send()?;
    });
    Ok(())
}

/// Pattern 3: any number of managers, known only at run time. All are closed, the last first.
fn with_stack(names: &[&'static str]) -> Result<()> {
    let stack = ExitStack::new();
    let conns: Vec<&mut Connection> = names.iter().map(|name| stack.enter(connection(name))).collect();
    println!(" opened: {:?}", conns.iter().map(|conn| conn.name).collect::<Vec<_>>());
    stack.close()?;
    Ok(())
}

/// A value that cleans up in its own `Drop` needs no manager.
fn with_temporary_directory() -> io::Result<()> {
    let file = with!(dir = tempfile::tempdir()? => {
        let file = dir.path().join("notes.txt");
        fs::write(&file, "gone in a moment")?;
        println!("tmp file exists? {}", file.exists());
        file
    });
    println!("tmp still exists? {}", file.exists());
    Ok(())
}

fn main() -> Result<()> {
    for pattern in [with_try_finally, with_manager] {
        if let Err(error) = pattern() {
            println!("caught: {error}");
        }
    }
    with_stack(&["C", "D", "E"])?;
    with_temporary_directory()?;
    Ok(())
}
