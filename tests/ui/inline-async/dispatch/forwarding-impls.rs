//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Implementations for `&mut R` and `Box<R>` with `R: Tr + ?Sized` hand every call on, to an object
// or to a known type, and can themselves be made into objects.

#![feature(inline_async_fn)]

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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Log {
    inline async fn write(&mut self, line: &str) -> usize;
    inline async fn lines(&self) -> usize;
    fn depth(&self) -> usize {
        0
    }
}

impl<R: Log + ?Sized> Log for &mut R {
    async fn write(&mut self, line: &str) -> usize {
        (**self).write(line).await
    }
    inline async fn lines(&self) -> usize {
        (**self).lines().await
    }
    fn depth(&self) -> usize {
        (**self).depth() + 1
    }
}

impl<R: Log + ?Sized> Log for Box<R> {
    fn write(&mut self, line: &str) -> impl Future<Output = usize> {
        (**self).write(line)
    }
    fn lines(&self) -> impl Future<Output = usize> {
        (**self).lines()
    }
    fn depth(&self) -> usize {
        (**self).depth() + 10
    }
}

impl Log for Vec<String> {
    async fn write(&mut self, line: &str) -> usize {
        suspend().await;
        self.push(line.to_owned());
        line.len()
    }
    async fn lines(&self) -> usize {
        suspend().await;
        self.len()
    }
}

async fn two<R: Log>(mut log: R) -> [usize; 4] {
    [log.write("one").await, log.write("three").await, log.lines().await, log.depth()]
}

fn main() {
    let mut log = vec![];
    assert_eq!(block_on(two(&mut log)), [3, 5, 2, 1]);
    assert_eq!(block_on(two(&mut log as &mut dyn Log)), [3, 5, 4, 1]);
    assert_eq!(block_on(two(&mut (&mut log as &mut dyn Log))), [3, 5, 6, 2]);
    assert_eq!(block_on(two(&mut (&mut log as &mut dyn Log) as &mut dyn Log)), [3, 5, 8, 2]);
    let boxed: Box<dyn Log> = Box::new(log);
    let boxed: Box<dyn Log> = Box::new(boxed);
    let mut boxed: Box<Box<dyn Log>> = Box::new(Box::new(boxed));
    assert_eq!(block_on(two(&mut boxed)), [3, 5, 10, 41]);
    assert_eq!(block_on(two(&mut *boxed)), [3, 5, 12, 31]);
    assert_eq!(block_on(two(&mut **boxed)), [3, 5, 14, 21]);
    assert_eq!(block_on(two(boxed)), [3, 5, 16, 40]);
}
