//! What a reader reads, as an `AsyncRead`.

#![feature(inline_async_fn)]

mod common;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bridges::read::{Read, Reading};
use common::{Counting, allocations};
use tokio::io::{AsyncRead, AsyncReadExt, BufReader, ReadBuf};
use tokio::task::yield_now;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Letters, so many at once; every time at a `!` an error first.
struct Letters {
    text: &'static [u8],
    at_once: usize,
    has_failed: bool,
}

impl Letters {
    fn reading(text: &'static str, at_once: usize) -> Reading {
        Reading::new(Box::new(Letters { text: text.as_bytes(), at_once, has_failed: false }))
    }
}

impl Read for Letters {
    async fn read(&mut self, mut chunk: Vec<u8>) -> io::Result<Vec<u8>> {
        assert!(chunk.is_empty());
        yield_now().await;
        if self.text.first() == Some(&b'!') && !self.has_failed {
            self.has_failed = true;
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.has_failed = false;
        let (now, later) = self.text.split_at(self.at_once.min(self.text.len()));
        chunk.extend_from_slice(now);
        self.text = later;
        Ok(chunk)
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn all_of_it() {
    for at_once in [1, 3, 100] {
        let mut read = String::new();
        block_on(Letters::reading("sesquipedalian", at_once).read_to_string(&mut read)).unwrap();
        assert_eq!(read, "sesquipedalian");
    }
}

#[test]
fn in_other_portions() {
    block_on(async {
        let mut reading = Letters::reading("sesquipedalian", 5);
        let mut portion = [0; 4];
        reading.read_exact(&mut portion).await.unwrap();
        assert_eq!(&portion, b"sesq");
        assert_eq!(reading.read(&mut portion).await.unwrap(), 1);
        assert_eq!(reading.read(&mut []).await.unwrap(), 0);
        let mut rest = Vec::new();
        BufReader::new(&mut reading).read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest, b"ipedalian");
        assert_eq!(reading.read(&mut portion).await.unwrap(), 0);
    });
}

#[test]
fn after_an_error_it_goes_on() {
    block_on(async {
        let mut reading = Letters::reading("ab!", 2);
        let mut letters = [0; 4];
        assert_eq!(reading.read(&mut letters).await.unwrap(), 2);
        let error = reading.read(&mut letters).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(reading.read(&mut letters).await.unwrap(), 1);
        assert_eq!(letters[0], b'!');
    });
}

#[test]
fn no_allocation_a_chunk() {
    let text: &str = "0123456789".repeat(100).leak();
    let mut reading = Letters::reading(text, 10);
    let mut read = |letters: &mut [u8]| {
        let mut buffer = ReadBuf::new(letters);
        let mut cx = Context::from_waker(Waker::noop());
        while Pin::new(&mut reading).poll_read(&mut cx, &mut buffer).map(Result::unwrap)
            == Poll::Pending
        {}
        buffer.filled().len()
    };
    let mut letters = [0; 10];
    // The first chunk has the memory that all others have.
    assert_eq!(read(&mut letters), 10);
    let before = allocations();
    for _ in 1..100 {
        assert_eq!(read(&mut letters), 10);
        assert_eq!(&letters, b"0123456789");
    }
    assert_eq!(read(&mut letters), 0);
    assert_eq!(allocations(), before);
}
