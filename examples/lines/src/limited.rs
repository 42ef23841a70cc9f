//! A decorator that lets only so many calls through at once.

use std::io;
use std::num::NonZeroUsize;

use tokio::sync::Semaphore;

use crate::handler::Handler;

/// Keeps all but so many calls of another handler waiting.
pub struct Limited<H> {
    inner: H,
    permits: Semaphore,
}

impl<H> Limited<H> {
    /// Lets `calls` calls of `inner` run at once.
    pub fn new(inner: H, calls: NonZeroUsize) -> Self {
        let calls = calls.get().min(Semaphore::MAX_PERMITS);
        Limited { inner, permits: Semaphore::new(calls) }
    }
}

/// That the future is `Send`, as the trait demands, follows from the same demand on `H`.
impl<H: Handler + Sync> Handler for Limited<H> {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    inline async fn handle(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
        // Held until the call is done, or dropped because its task is.
        let _permit = self.permits.acquire().await.map_err(io::Error::other)?;
        self.inner.handle(line, out).await
    }
}
