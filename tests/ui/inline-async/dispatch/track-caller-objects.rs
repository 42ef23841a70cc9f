//@ run-pass
//@ edition: 2024
//@ revisions: current next optimized
//@[next] compile-flags: -Znext-solver
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4

// Called on an object, a `#[track_caller]` method sees who called it, for every receiver: a `fn` when
// it is started, and an `async fn` however late it is polled.

#![feature(inline_async_fn, inline_async, async_fn_track_caller)]
#![allow(refining_impl_trait)]

use std::future::inline_async::HeapPlace;
use std::future::{Ready, ready};
use std::panic::Location;
use std::pin::{Pin, pin};
use std::rc::Rc;
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


/// Is pending once.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[rustfmt::skip]
trait Where {
    #[track_caller] inline async fn started(&self, n: u8) -> (u32, u8);
    #[track_caller] inline async fn polled(&mut self, text: &str) -> (u32, usize);
    #[track_caller] inline async fn default(&self) -> u32 { Location::caller().line() }
    #[track_caller] inline async fn pinned(self: Pin<&mut Self>) -> u32;
    #[track_caller] inline async fn boxed(self: Box<Self>) -> u32;
    #[track_caller] inline async fn rc(self: Rc<Self>) -> u32;
    #[track_caller] inline async fn arc(self: Arc<Self>) -> u32;
}

struct It;

impl Where for It {
    fn started(&self, n: u8) -> Ready<(u32, u8)> {
        ready((Location::caller().line(), n))
    }
    #[track_caller]
    async fn polled(&mut self, text: &str) -> (u32, usize) {
        Suspend(false).await;
        (Location::caller().line(), text.len())
    }
    #[track_caller]
    async fn pinned(self: Pin<&mut Self>) -> u32 {
        Suspend(false).await;
        Location::caller().line()
    }
    fn boxed(self: Box<Self>) -> Ready<u32> {
        ready(Location::caller().line())
    }
    fn rc(self: Rc<Self>) -> Ready<u32> {
        ready(Location::caller().line())
    }
    #[track_caller]
    async fn arc(self: Arc<Self>) -> u32 {
        Location::caller().line()
    }
}

trait Sub: Where {
    inline async fn untracked(&self) -> u32;
}

impl Sub for It {
    async fn untracked(&self) -> u32 {
        0
    }
}

fn in_generic_code<W: Where + ?Sized>(it: &W) -> u32 {
    block_on(it.started(1)).0 - line!()
}

#[track_caller]
fn through(object: &dyn Where) -> u32 {
    block_on(object.started(1)).0
}

fn main() {
    let object: &dyn Where = &It;
    assert_eq!(block_on(object.started(7)), (line!(), 7));
    assert_eq!(block_on(object.default()), line!());
    let object: &mut dyn Where = &mut It;
    assert_eq!(block_on(object.polled("abc")), (line!(), 3));
    assert_eq!(block_on(Pin::new(&mut It as &mut (dyn Where + Unpin)).pinned()), line!());
    assert_eq!(block_on((Box::new(It) as Box<dyn Where>).boxed()), line!());
    assert_eq!(block_on((Rc::new(It) as Rc<dyn Where>).rc()), line!());
    assert_eq!(block_on((Arc::new(It) as Arc<dyn Where>).arc()), line!());

    // Where a call is made, not where it is run.
    let (call, here) = (object.polled("abc"), line!());
    assert_eq!(block_on(call), (here, 3));
    let (call, here) = (object.polled("abc"), line!());
    let call = call.in_place(HeapPlace::new()).unwrap();
    assert_eq!(block_on(call), (here, 3));

    // On the object of a subtrait, by path, and through what is not the method itself.
    let sub: &dyn Sub = &It;
    assert_eq!(block_on(sub.started(7)), (line!(), 7));
    assert_eq!(block_on(sub.untracked()), 0);
    let function = <dyn Where as Where>::started;
    assert_eq!(block_on(function(&It, 7)), (line!(), 7));
    assert_eq!(in_generic_code::<dyn Where>(&It), 0);
    assert_eq!(through(&It), line!());

    // A pointer to the method does not know: as for any function, it is the method's declaration.
    let pointer: fn(&'static dyn Where, u8) -> _ = <dyn Where as Where>::started;
    assert!((44..52).contains(&block_on(std::hint::black_box(pointer)(&It, 7)).0));
}
