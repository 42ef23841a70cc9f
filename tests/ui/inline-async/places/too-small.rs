//@ run-pass
//@ edition: 2024

// A place that is too small or not aligned for the machine is an error that says what is needed and
// what there is; pointer, place and call come back, and work elsewhere.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, InlinePlace, ObjectPlace, Placed, layout_for, placeable};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self, argument: Rc<u32>) -> u32;
}

#[repr(align(64))]
struct Aligned([u32; 16]);

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self, argument: Rc<u32>) -> u32 {
        let local = Aligned([*argument; 16]);
        std::future::ready(()).await;
        self.0 += 1;
        self.0 + local.0[3]
    }
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn refuses<P: ObjectPlace>(mut place: P, there: &str) {
    let layout = layout_for::<Worker, dyn Work>();
    assert_eq!(layout.align(), 64);
    let message = format!("the machine needs {} bytes aligned to 64, {there}", layout.size());

    let (mut worker, argument) = (Worker(0), Rc::new(10));
    let object: &mut dyn Work = &mut worker;
    let error = object.work(Rc::clone(&argument)).in_place(&mut place).unwrap_err();
    assert_eq!((error.required(), error.to_string()), (layout, message.clone()));
    let (call, _place) = error.into_inner();
    assert_eq!(Rc::strong_count(&argument), 2);
    let call = call.in_place(HeapPlace::new()).unwrap();
    assert_eq!(poll(call), Poll::Ready(11));

    // Without being handed back, call and argument are dropped.
    let error = object.work(Rc::clone(&argument)).in_place(&mut place).unwrap_err();
    assert_eq!(error.without_inner().to_string(), message);
    assert_eq!(Rc::strong_count(&argument), 1);

    let error = Placed::new_in(object, place).err().unwrap();
    assert_eq!((error.required(), error.to_string()), (layout, message));
    let (object, _place) = error.into_inner();
    let mut binding = Placed::new_in(object, HeapPlace::new()).unwrap();
    assert_eq!(poll(binding.work(argument)), Poll::Ready(12));
}

fn main() {
    refuses(pin!(InlinePlace::<0>::new()), "the place has 0 bytes aligned to 16");
    refuses(pin!(InlinePlace::<100, 64>::new()), "the place has 100 bytes aligned to 64");
    // One that is aligned by chance is not asked for its address.
    refuses(pin!(InlinePlace::<4096, 32>::new()), "the place has 4096 bytes aligned to 32");

    let mut place = pin!(InlinePlace::<1024, 128>::new());
    let worker: &mut dyn Work = &mut Worker(0);
    let mut call = worker.work(Rc::new(1)).in_place(place.as_mut()).unwrap();
    assert_eq!(poll(Pin::new(&mut call)), Poll::Ready(2));
}
