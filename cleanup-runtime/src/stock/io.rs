//! A buffered writer that drops writes its buffer, and ignores the error: <https://github.com/rust-lang/rust/issues/32677>.

use core::{mem::ManuallyDrop, ptr};
use std::io::{self, BufWriter, LineWriter, Write};

use crate::{ContextManager, Outcome};

/// Flushes the buffer, and the writer within, at every exit.
///
/// # Errors
///
/// What the writer within fails with. The rest of the buffer is lost then; it is not written again. If the writer within
/// has panicked before, nobody knows what of the buffer it has written, so nothing is, and that is the error.
impl<W: Write> ContextManager for BufWriter<W> {
    type Target = Self;
    type Exit = io::Result<()>;

    fn target(&mut self) -> &mut Self {
        self
    }

    fn exit(self, _outcome: Outcome<'_>) -> io::Result<()> {
        // In parts nothing is left that would write the buffer again.
        let (mut writer, buffer) = self.into_parts();
        writer.write_all(&buffer.map_err(io::Error::other)?)?;
        writer.flush()
    }
}

/// Flushes the buffer, and the writer within, at every exit.
///
/// It does not tell whether the writer within has panicked before. If it has, and the panic was in the middle of a write,
/// a part of the buffer may be written twice, as by a `flush` by hand.
///
/// # Errors
///
/// What the writer within fails with. The rest of the buffer is lost then; it is not written again, at the cost of the
/// buffer's memory, which is leaked.
impl<W: Write> ContextManager for LineWriter<W> {
    type Target = Self;
    type Exit = io::Result<()>;

    fn target(&mut self) -> &mut Self {
        self
    }

    fn exit(mut self, _outcome: Outcome<'_>) -> io::Result<()> {
        let flushed = self.flush();
        if flushed.is_err() {
            drop(without_buffer(self));
        }
        flushed
    }
}

/// The writer within, without the buffer, which cannot be got rid of by safe means.
fn without_buffer<W: Write>(writer: LineWriter<W>) -> W {
    let writer = ManuallyDrop::new(writer);
    // SAFETY: the reference is valid for reads and aligned. What it refers to is not used as it stands any more, nor
    // dropped there, because `writer` is neither.
    unsafe { ptr::read(writer.get_ref()) }
}
