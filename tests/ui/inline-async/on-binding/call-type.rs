//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The call on a binding is a `BoundCall`, a type that can be written: `Unpin`, a few words, as
// `Send` as receiver and arguments are, and lazy: nothing of the implementation runs before its
// first poll.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{BoundCall, HeapPlaced, InlinePlace, MoveRef, Placed, move_ref};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};

trait Work {
    inline async fn exclusive(&mut self, n: u32, text: [u64; 9]) -> u64;
    inline async fn shared(&self) -> u32;
    fn started(&self) -> u32;
}

trait Owned {
    inline async fn consume(self, n: u32) -> u32;
}

#[derive(Default)]
struct It(AtomicU32);

impl Work for It {
    // Not a coroutine: the call must not run it either.
    fn exclusive(&mut self, n: u32, text: [u64; 9]) -> impl Future<Output = u64> {
        self.0.fetch_add(1, Relaxed);
        async move { u64::from(n) + text[8] }
    }
    async fn shared(&self) -> u32 {
        self.0.fetch_add(1, Relaxed)
    }
    fn started(&self) -> u32 {
        self.0.load(Relaxed)
    }
}

impl Owned for It {
    async fn consume(self, n: u32) -> u32 {
        n
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> F::Output {
    match Pin::new(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

type Binding<'a> = Placed<&'a mut (dyn Work + Send + Sync), Pin<&'a mut InlinePlace<256>>>;

struct Holder<'a, 'b> {
    exclusive: BoundCall<&'b mut Binding<'a>, (u32, [u64; 9]), u64>,
}

fn shared<'a, 'b>(binding: &'b Binding<'a>) -> BoundCall<&'b Binding<'a>, (), u32> {
    binding.shared()
}

fn close(binding: HeapPlaced<Box<dyn Owned>>) -> BoundCall<HeapPlaced<Box<dyn Owned>>, (u32,), u32> {
    binding.consume(7)
}

fn words<T>() -> usize {
    size_of::<T>() / size_of::<usize>()
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn is_sync<T: Sync>(_: &T) {}

fn main() {
    type Exclusive = BoundCall<&'static mut Binding<'static>, (u32, [u64; 9]), u64>;
    type Shared = BoundCall<&'static Binding<'static>, ([String; 9],), Cell<u32>>;
    type FromFrame<'a> = Placed<MoveRef<'a, dyn Owned>, Pin<&'a mut InlinePlace<64>>>;
    assert_eq!(words::<Exclusive>(), 2);
    assert_eq!(words::<Shared>(), 3);
    assert!(words::<BoundCall<HeapPlaced<Box<dyn Owned>>, (u32,), u32>>() <= 5);
    assert!(words::<BoundCall<FromFrame<'_>, (u32,), u32>>() <= 6);

    let mut it = It::default();
    let place = pin!(InlinePlace::<256>::new());
    let object: &mut (dyn Work + Send + Sync) = &mut it;
    let mut binding: Binding<'_> = Placed::new_in(object, place).ok().unwrap();

    let call = binding.exclusive(1, [2; 9]);
    assert_eq!(format!("{call:?}"), "BoundCall { state: waiting }");
    drop(call);
    assert_eq!(binding.started(), 0);
    let mut holder = Holder { exclusive: is_send(binding.exclusive(1, [2; 9])) };
    is_sync(&holder.exclusive);
    assert_eq!(poll(&mut holder.exclusive), 3);
    drop(holder);
    assert_eq!(binding.started(), 1);
    let mut call = is_send(shared(&binding));
    assert_eq!(binding.started(), 1);
    assert_eq!(poll(&mut call), 1);
    drop(call);
    assert_eq!(binding.started(), 2);

    assert_eq!(poll(&mut close(HeapPlaced::new(Box::new(It::default())))), 7);
    let object: MoveRef<'_, dyn Owned> = move_ref!(It::default());
    let place = pin!(InlinePlace::<64>::new());
    let binding: FromFrame<'_> = Placed::new_in(object, place).ok().unwrap();
    assert_eq!(poll(&mut binding.consume(3)), 3);
}
