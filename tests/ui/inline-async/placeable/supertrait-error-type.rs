//@ run-pass
//@ edition: 2024

// The error type of the whole family stands in a supertrait, as in `embedded-io`. It is the object's
// error type for the binding too, also where a supertrait of a supertrait declares it.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

#[placeable]
trait ErrorType {
    type Error: std::fmt::Debug;
}

#[placeable]
trait Read: ErrorType {
    inline async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error>;
    fn last_error(&self) -> Option<Self::Error>;
}

#[placeable]
trait BufRead: Read {
    inline async fn fill(&mut self) -> Result<&[u8], Self::Error>;
    inline async fn fail(&mut self, error: Self::Error) -> Result<(), Self::Error>;
}

struct Bytes(Vec<u8>);

impl ErrorType for Bytes {
    type Error = u16;
}

impl Read for Bytes {
    inline async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, u16> {
        if self.0.is_empty() {
            return Err(404);
        }
        let len = buffer.len().min(self.0.len());
        buffer[..len].copy_from_slice(&self.0[..len]);
        self.0.drain(..len);
        Ok(len)
    }
    fn last_error(&self) -> Option<u16> {
        self.0.is_empty().then_some(404)
    }
}

impl BufRead for Bytes {
    inline async fn fill(&mut self) -> Result<&[u8], u16> {
        Ok(&self.0)
    }
    inline async fn fail(&mut self, error: u16) -> Result<(), u16> {
        Err(error)
    }
}

async fn read_all<R: BufRead>(reader: &mut R) -> R::Error {
    assert_eq!(reader.fill().await.unwrap(), &[1, 2, 3]);
    let mut buffer = [0; 2];
    loop {
        if let Err(error) = reader.read(&mut buffer).await {
            return error;
        }
    }
}

fn main() {
    let object: Box<dyn BufRead<Error = u16>> = Box::new(Bytes(vec![1, 2, 3]));
    let mut binding = HeapPlaced::new(object);
    assert_eq!(block_on(read_all(&mut binding)), 404);
    assert_eq!(binding.last_error(), Some(404));
    assert_eq!(block_on(binding.fail(7)), Err(7));
}
