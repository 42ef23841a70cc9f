//@ run-pass
//@ edition: 2024

// Nothing is given away when a place refuses to have a machine: the method has not been called,
// object and arguments are whole, and they are dropped once, by who has them then. So it is with
// an object that the call owns, with one that a binding would have owned, and with a place that is
// large enough but occupied.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlace, InlinePlace, MoveRef, Placed, move_ref, placeable};
use std::mem;
use std::ops::Deref;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local! {
    static ENTERED: Cell<u32> = const { Cell::new(0) };
    static OBJECTS: Cell<u32> = const { Cell::new(0) };
    static ARGUMENTS: Cell<u32> = const { Cell::new(0) };
}

/// How often a method was entered, an object dropped, and an argument dropped, since last asked.
fn events() -> [u32; 3] {
    [ENTERED.take(), OBJECTS.take(), ARGUMENTS.take()]
}

struct Argument(u32);

/// An argument that lets a call never end.
const FOR_EVER: u32 = 0;

impl Drop for Argument {
    fn drop(&mut self) {
        ARGUMENTS.set(ARGUMENTS.get() + 1);
    }
}

#[placeable]
trait Work {
    inline async fn work(&mut self, argument: Argument) -> u32;
    inline async fn end(self, argument: Argument) -> u32;
}

trait Owned {
    inline async fn owned(self: Box<Self>, argument: Argument) -> u32;
}

struct Worker(u32);

impl Drop for Worker {
    fn drop(&mut self) {
        OBJECTS.set(OBJECTS.get() + 1);
    }
}

impl Work for Worker {
    // Not `async`, so that it shows at once that the method is called, not when it is polled.
    fn work(&mut self, argument: Argument) -> impl Future<Output = u32> {
        ENTERED.set(ENTERED.get() + 1);
        async move {
            let argument = argument;
            if argument.0 == FOR_EVER {
                std::future::pending::<()>().await;
            }
            self.0 += argument.0;
            self.0
        }
    }

    fn end(self, argument: Argument) -> impl Future<Output = u32> {
        ENTERED.set(ENTERED.get() + 1);
        async move {
            let (object, argument) = (self, argument);
            object.0 + argument.0
        }
    }
}

impl Owned for Worker {
    fn owned(self: Box<Self>, argument: Argument) -> impl Future<Output = u32> {
        ENTERED.set(ENTERED.get() + 1);
        async move {
            let (object, argument) = (self, argument);
            object.0 + argument.0
        }
    }
}

type Small = InlinePlace<1>;

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn borrowed_by_the_call() {
    let mut worker = Worker(1);
    let object: &mut dyn Work = &mut worker;
    let place = pin!(Small::new());
    let refused = object.work(Argument(10)).in_place(place).unwrap_err();
    assert_eq!(events(), [0, 0, 0]);
    drop(refused);
    assert_eq!(events(), [0, 0, 1]);
    // The object is the caller's.
    assert_eq!(poll(object.work(Argument(20))), Poll::Ready(21));
    assert_eq!(events(), [1, 0, 1]);
    assert_eq!(worker.0, 21);
    drop(worker);
    assert_eq!(events(), [0, 1, 0]);
}

fn owned_by_the_call() {
    let object: Box<dyn Owned> = Box::new(Worker(2));
    let place = pin!(Small::new());
    let refused = object.owned(Argument(10)).in_place(place).unwrap_err();
    assert_eq!(events(), [0, 0, 0]);
    let (call, _place) = refused.into_inner();
    assert_eq!(events(), [0, 0, 0]);
    assert_eq!(poll(call), Poll::Ready(12));
    assert_eq!(events(), [1, 1, 1]);

    let object: Box<dyn Owned> = Box::new(Worker(3));
    drop(object.owned(Argument(10)).in_place(pin!(Small::new())));
    assert_eq!(events(), [0, 1, 1]);
}

fn owned_by_a_binding() {
    let object: Box<dyn Work> = Box::new(Worker(4));
    let address = &raw const *object;
    let place = pin!(Small::new());
    let refused = Placed::new_in(object, place).err().unwrap();
    assert_eq!(events(), [0, 0, 0]);
    let (object, _place) = refused.into_inner();
    assert_eq!((&raw const *object).addr(), address.addr());
    let binding = Placed::new_in(object, HeapPlace::new()).unwrap();
    assert_eq!(poll(binding.end(Argument(10))), Poll::Ready(14));
    assert_eq!(events(), [1, 1, 1]);

    let object: MoveRef<'_, dyn Work> = move_ref!(Worker(5));
    let address = &raw const *object.deref();
    let place = pin!(Small::new());
    let refused = Placed::new_in(object, place).err().unwrap();
    assert_eq!(events(), [0, 0, 0]);
    let (object, _place) = refused.into_inner();
    assert_eq!((&raw const *object.deref()).addr(), address.addr());
    drop(object);
    assert_eq!(events(), [0, 1, 0]);
}

fn occupied() {
    // In a static, since it is never destroyed.
    static PLACE: InlinePlace<256> = InlinePlace::new();
    let mut place = PLACE.take().unwrap();
    let mut worker = Worker(6);
    let object: &mut dyn Work = &mut worker;
    let mut call = object.work(Argument(FOR_EVER)).in_place(place.as_mut()).unwrap();
    assert_eq!(events(), [0, 0, 0]);
    assert!(poll(Pin::new(&mut call)).is_pending());
    mem::forget(call);
    assert_eq!(events(), [1, 0, 0]);

    let refused = object.work(Argument(20)).in_place(place.as_mut()).unwrap_err();
    assert_eq!(events(), [0, 0, 0]);
    let (call, place): (_, Pin<&mut _>) = refused.into_inner();
    assert_eq!(poll(call), Poll::Ready(26));
    assert_eq!(events(), [1, 0, 1]);

    let object: Box<dyn Owned> = Box::new(Worker(7));
    drop(object.owned(Argument(30)).in_place(place));
    assert_eq!(events(), [0, 1, 1]);
}

fn main() {
    borrowed_by_the_call();
    owned_by_the_call();
    owned_by_a_binding();
    occupied();
}
