//@ run-pass
//@ edition: 2024
//@ revisions: old next
//@[next] compile-flags: -Znext-solver
//@ aux-build: service.rs
//@ needs-threads

// An object that is shared between threads runs calls that hold an `Rc`, where they are made: on the
// object, on a binding, in a place, as a call that owns its binding; here and for another crate's
// trait.

#![feature(inline_async_fn, inline_async, async_fn_track_caller)]

extern crate service;

use std::future::inline_async::{
    BoundCall, HeapPlace, HeapPlaced, InlineCall, Local, OwnedCall, Placed,
};
use std::panic::Location;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use service::Service;

struct Add(u32);

impl Service for Add {
    async fn call(&self, n: u32) -> u32 {
        let sum = Rc::new(self.0 + n);
        yield_now().await;
        *sum
    }

    #[track_caller]
    async fn called_from(&self) -> &'static Location<'static> {
        let here = Rc::new(Location::caller());
        yield_now().await;
        *here
    }

    async fn set(&mut self, n: u32) {
        let n = Rc::new(n);
        yield_now().await;
        self.0 = *n;
    }

    async fn close(self) -> u32 {
        let this = Rc::new(self);
        yield_now().await;
        this.0
    }
}

// The same in this crate, by the keyword and on one method alone.
trait Partly {
    #[inline_async(local)]
    inline async fn stays(&self) -> u32;
    inline async fn moves(&self) -> u32;
}

impl Partly for Add {
    async fn stays(&self) -> u32 {
        self.call(1).await
    }

    async fn moves(&self) -> u32 {
        yield_now().await;
        self.0
    }
}

// The attribute of a method goes before that of its trait.
#[inline_async(send)]
trait Mostly {
    async fn moves(&self) -> u32;
    #[inline_async(local)]
    async fn stays(&self) -> u32;
}

impl Mostly for Add {
    async fn moves(&self) -> u32 {
        Partly::moves(self).await
    }

    async fn stays(&self) -> u32 {
        Partly::stays(self).await
    }
}

type Object = dyn Service + Send + Sync;

fn main() {
    let shared: Arc<Object> = Arc::new(Add(2));
    let workers = [3, 4].map(|n| {
        let service = shared.clone();
        std::thread::spawn(move || {
            let call: InlineCall<&Object, Local<(u32,)>, u32> = service.call(n);
            run(call)
        })
    });
    assert_eq!(workers.map(|worker| worker.join().unwrap()), [5, 6]);

    // The binding goes to another thread, its calls do not.
    let mut binding = HeapPlaced::new(Box::new(Add(1)) as Box<Object>);
    let worker = std::thread::spawn(move || {
        let set: BoundCall<&mut HeapPlaced<Box<Object>>, Local<(u32,)>, ()> = binding.set(5);
        run(set);
        let line = line!() + 1;
        let at = run(binding.called_from());
        assert_eq!(at.line(), line);

        let mut place = HeapPlace::new();
        assert_eq!(run((*binding).call(1).in_place(&mut place).unwrap()), 6);

        let owned: OwnedCall<Box<Object>, _, Local<(u32,)>, ()> =
            Placed::into_call(binding, |object| object.set(7));
        let (binding, ()) = run(owned);
        run(binding.close())
    });
    assert_eq!(worker.join().unwrap(), 7);

    let line = line!() + 1;
    let at = run(shared.called_from());
    assert_eq!(at.line(), line);

    let partly: Arc<dyn Partly + Send + Sync> = Arc::new(Add(8));
    must_be_send(&partly.moves());
    assert_eq!(run(partly.moves()) + run(partly.stays()), 17);
    let mostly: Arc<dyn Mostly + Send + Sync> = Arc::new(Add(8));
    must_be_send(&mostly.moves());
    assert_eq!(run(mostly.moves()) + run(mostly.stays()), 17);
}

fn must_be_send(_: &impl Send) {}

fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

async fn yield_now() {
    let mut is_first = true;
    std::future::poll_fn(|_| {
        if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
    })
    .await
}
