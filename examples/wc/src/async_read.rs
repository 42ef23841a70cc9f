//! The trait that everything is read through.

use std::future::inline_async::placeable;
use std::io;

/// Something that bytes can be read from, some time.
///
/// The trait is used as `dyn AsyncRead`. `#[placeable]` makes bindings of such objects readers too:
/// `HeapPlaced<Box<dyn AsyncRead>>: AsyncRead`.
#[placeable]
pub trait AsyncRead {
    /// Reads at least one byte into `buf` and says how many, or 0 at the end of the input.
    ///
    /// # Errors
    ///
    /// Whatever the input fails with. What was read before is not lost: earlier calls gave it.
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
}
