//! The trait that everything is read and written through.

use std::io;

use crate::stats::Stats;

/// A peer that sends lines and is sent bytes.
///
/// The trait says nothing about threads. `dyn Connection + Send` does: where a connection is made
/// into one, its futures are asked whether they can be sent.
pub trait Connection {
    /// The next line without its end, or `None` when there are no more.
    ///
    /// A call that is dropped before it is done takes nothing away: the next one gives the line.
    ///
    /// # Errors
    ///
    /// When the line is too long, is no text or does not end, and whatever reading fails with.
    /// There are no more lines then.
    inline async fn read_line(&mut self) -> io::Result<Option<&str>>;

    /// Sends all of `bytes`.
    ///
    /// # Errors
    ///
    /// Whatever writing fails with. It is not known how much was sent then.
    inline async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Ends the connection in such a way that the peer gets all that was sent.
    ///
    /// On an object this is called on a binding, which owns what is consumed.
    ///
    /// # Errors
    ///
    /// When the peer is gone already.
    inline async fn close(self) -> io::Result<Stats>;
}

/// A connection of any type, for a task that may change threads.
pub type AnyConnection = Box<dyn Connection + Send>;
