//! A decorator that counts.

use std::future::inline_async::HeapPlaced;
use std::io;
use std::thread::{self, ThreadId};

use crate::connection::{AnyConnection, Connection};
use crate::stats::Stats;

/// Counts the lines of another connection, and the calls on it that changed threads.
pub struct Counted {
    inner: AnyConnection,
    lines: u64,
    moved: u64,
}

impl Counted {
    /// Counts what is done with `inner`.
    pub fn new(inner: AnyConnection) -> Self {
        Counted { inner, lines: 0, moved: 0 }
    }
}

impl Connection for Counted {
    inline async fn read_line(&mut self) -> io::Result<Option<&str>> {
        let start = thread::current().id();
        let line = self.inner.read_line().await?;
        self.moved += moved_from(start);
        self.lines += u64::from(line.is_some());
        Ok(line)
    }

    inline async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let start = thread::current().id();
        self.inner.write_all(bytes).await?;
        self.moved += moved_from(start);
        Ok(())
    }

    inline async fn close(self) -> io::Result<Stats> {
        let start = thread::current().id();
        let mut stats = HeapPlaced::new(self.inner).close().await?;
        stats.lines += self.lines;
        stats.moved += self.moved + moved_from(start);
        Ok(stats)
    }
}

/// 1 if a call that started on `start` ends here on another thread, or else 0.
fn moved_from(start: ThreadId) -> u64 {
    u64::from(thread::current().id() != start)
}
