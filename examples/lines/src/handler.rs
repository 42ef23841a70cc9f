//! The trait of what answers lines.

use std::future::inline_async::placeable;
use std::io;

/// Answers the lines that begin with its name.
///
/// All tasks call the same handlers, several at once. Therefore the trait demands that every
/// handler's futures be `Send`, and [`register`] can make an object of one whose type it does not
/// know.
///
/// [`register`]: crate::registry::Registry::register
#[placeable]
#[inline_async(send)]
pub trait Handler {
    /// The first word of the lines that this answers.
    fn name(&self) -> &'static str;

    /// Answers `line`, which has its first word taken away, by appending to `out`.
    ///
    /// # Errors
    ///
    /// When the line is not what the handler understands. What was appended is not sent then.
    inline async fn handle(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()>;
}
