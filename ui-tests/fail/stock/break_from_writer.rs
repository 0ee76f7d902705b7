use std::io::{BufWriter, Write};

use with_cleanup::with;

fn main() {
    for line in ["a", "b"] {
        let _ = with!(out = BufWriter::new(Vec::new()) => {
            if out.write_all(line.as_bytes()).is_err() {
                break;
            }
        });
    }
}
