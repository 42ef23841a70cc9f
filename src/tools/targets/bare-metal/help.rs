//! What the tests have in common.

use core::cell::Cell;
use core::fmt;
use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

/// Polls until it is done.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
}

/// Polls once.
pub fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Suspends once.
pub async fn suspend() {
    let mut has_suspended = false;
    poll_fn(|_| match core::mem::replace(&mut has_suspended, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await
}

/// Counts its drops.
pub struct Counts<'a>(pub &'a Cell<u32>);

impl Drop for Counts<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

/// Whether a message has these words, which may be cut into pieces.
pub fn says(words: &str, message: fmt::Arguments<'_>) -> bool {
    let mut search = Search { words: words.as_bytes(), last: [0; 64], is_found: false };
    assert!(words.len() <= search.last.len());
    let _ = fmt::Write::write_fmt(&mut search, message);
    search.is_found
}

struct Search<'a> {
    words: &'a [u8],
    /// The last bytes of the message so far.
    last: [u8; 64],
    is_found: bool,
}

impl fmt::Write for Search<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        for byte in piece.bytes() {
            self.last.copy_within(1.., 0);
            self.last[63] = byte;
            self.is_found |= self.last.ends_with(self.words);
        }
        Ok(())
    }
}
