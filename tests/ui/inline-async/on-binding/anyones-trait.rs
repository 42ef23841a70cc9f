//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Whatever else the trait holds, its inline async methods can be called on a binding: supertraits
// of another crate, constructors, methods that take `Box<Self>` or `Arc<Self>`, generic ones for
// known types, and clauses on `Self`. Its other methods are reached through the binding.

#![feature(inline_async_fn, inline_async)]

use std::any::Any;
use std::fmt::Write;
use std::future::inline_async::HeapPlaced;
use std::pin::pin;
use std::sync::Arc;
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

trait Log: Write + Any {
    async fn open(room: usize) -> Self
    where
        Self: Sized;
    inline async fn flush(&mut self) -> usize;
    inline async fn shared(&self) -> usize
    where
        Self: Sync;
    inline async fn close(self) -> String;
    inline async fn finish(self: Arc<Self>) -> usize;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
    fn write_twice<T: AsRef<str>>(&mut self, text: T)
    where
        Self: Sized,
    {
        let _ = self.write_str(text.as_ref());
        let _ = self.write_str(text.as_ref());
    }
    fn room(&self) -> usize;
}

struct Memory(String);

impl Write for Memory {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.push_str(text);
        Ok(())
    }
}

impl Log for Memory {
    async fn open(room: usize) -> Self {
        Memory(String::with_capacity(room))
    }
    async fn flush(&mut self) -> usize {
        std::future::ready(()).await;
        self.0.len()
    }
    async fn shared(&self) -> usize {
        self.0.len()
    }
    async fn close(self) -> String {
        self.0
    }
    async fn finish(self: Arc<Self>) -> usize {
        self.0.len()
    }
    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
    fn room(&self) -> usize {
        self.0.capacity()
    }
}

fn main() {
    let mut memory = block_on(Memory::open(7));
    memory.write_twice("a");
    let mut log = HeapPlaced::new(Box::new(memory) as Box<dyn Log + Sync>);
    write!(log, "{}", 234).unwrap();
    assert_eq!(block_on(log.flush()), 5);
    assert_eq!(block_on(log.shared()), 5);
    assert!(log.room() >= 7);
    let (log, _) = HeapPlaced::into_inner(log);
    let memory = log.into_any().downcast::<Memory>().unwrap();
    assert_eq!(block_on(HeapPlaced::new(memory as Box<dyn Log>).close()), "aa234");
    let arc: Arc<dyn Log> = Arc::new(Memory("abc".into()));
    assert_eq!(block_on(HeapPlaced::new(arc).finish()), 3);
}
