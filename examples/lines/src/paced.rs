//! A decorator that slows a peer down.

use std::future::inline_async::HeapPlaced;
use std::io;
use std::num::NonZeroU32;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::connection::{AnyConnection, Connection};
use crate::stats::Stats;

/// Reads no more than so many lines of another connection in a second.
///
/// What a peer sends faster than that stays in the system's buffers, and when they are full the
/// peer has to wait.
pub struct Paced {
    inner: AnyConnection,
    interval: Duration,
    /// When the next line may be read.
    next: Instant,
    delayed: u64,
}

impl Paced {
    /// Reads `lines` of `inner` in a second.
    pub fn new(inner: AnyConnection, lines: NonZeroU32) -> Self {
        let interval = Duration::from_secs(1) / lines.get();
        Paced { inner, interval, next: Instant::now(), delayed: 0 }
    }
}

impl Connection for Paced {
    inline async fn read_line(&mut self) -> io::Result<Option<&str>> {
        let early = Instant::now() < self.next;
        // First the time, then the line: a call that is dropped while it waits has read nothing.
        sleep_until(self.next).await;
        let line = self.inner.read_line().await?;
        self.next = Instant::now() + self.interval;
        self.delayed += u64::from(early && line.is_some());
        Ok(line)
    }

    inline async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(bytes).await
    }

    inline async fn close(self) -> io::Result<Stats> {
        let mut stats = HeapPlaced::new(self.inner).close().await?;
        stats.delayed += self.delayed;
        Ok(stats)
    }
}
