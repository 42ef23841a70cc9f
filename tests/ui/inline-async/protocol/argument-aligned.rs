//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// An argument that is aligned above a word is so wherever it waits and wherever it is then: in
// direct calls, which fit or do not, in places, on bindings, shared or not, beside another call,
// and in calls that consume an object which is so itself. Its place in the machine is the same
// whichever way it is used.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlinePlace, Placed, layout_for, placeable,
};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });

/// Is where it has to be, and what it was.
trait Checked {
    fn new(seed: u8) -> Self;
    fn seed(&self) -> u8;
}

macro_rules! aligned {
    ($($name:ident: $align:literal;)*) => {$(
        #[repr(align($align))]
        struct $name([u8; $align]);

        impl Checked for $name {
            fn new(seed: u8) -> Self {
                $name([seed; $align])
            }

            fn seed(&self) -> u8 {
                assert_eq!((&raw const *self).addr() % $align, 0);
                assert_eq!(self.0, [self.0[0]; $align]);
                self.0[0]
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                self.seed();
                DROPS.set(DROPS.get() + 1);
            }
        }
    )*};
}

aligned! {
    To16: 16;
    To64: 64;
    To256: 256;
}

#[placeable]
trait Work<A> {
    inline async fn exclusive(&mut self, byte: u8, aligned: A, other: u8) -> u32;
    inline async fn shared(&self, byte: u8, aligned: A, other: u8) -> u32;
    inline async fn ready(&self, byte: u8, aligned: A, other: u8) -> u32;
}

#[placeable]
trait End<A> {
    inline async fn end(self, byte: u8, aligned: A, other: u8) -> u32;
}

struct Worker;

impl<A: Checked> Work<A> for Worker {
    async fn exclusive(&mut self, byte: u8, aligned: A, other: u8) -> u32 {
        sum(byte, aligned, other).await
    }

    async fn shared(&self, byte: u8, aligned: A, other: u8) -> u32 {
        let before = aligned.seed();
        suspend().await;
        u32::from(byte) + u32::from(before) + u32::from(other)
    }

    async fn ready(&self, byte: u8, aligned: A, other: u8) -> u32 {
        u32::from(byte) + u32::from(aligned.seed()) + u32::from(other)
    }
}

async fn sum<A: Checked>(byte: u8, aligned: A, other: u8) -> u32 {
    suspend().await;
    u32::from(byte) + u32::from(aligned.seed()) + u32::from(other)
}

struct Owner<A>(A);

impl<A: Checked> End<A> for Owner<A> {
    async fn end(self, byte: u8, aligned: A, other: u8) -> u32 {
        suspend().await;
        assert_eq!(self.0.seed(), 9);
        u32::from(byte) + u32::from(aligned.seed()) + u32::from(other)
    }
}

async fn suspend() {
    let mut done = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await
}

/// Drops a call as it waits and as it runs, and finishes one.
fn ends<F: Future<Output = u32>>(drops: u32, mut make: impl FnMut() -> F) {
    for polls in 0..3 {
        let before = DROPS.get();
        {
            let mut call = pin!(make());
            for poll in 0..polls {
                let result = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                if let Poll::Ready(output) = result {
                    assert_eq!(output, 6);
                    break;
                }
                assert_eq!(poll, 0);
            }
        }
        assert_eq!(DROPS.get(), before + drops);
    }
}

fn check<A: Checked + 'static>() {
    let aligned = || A::new(2);
    let layout = layout_for::<Worker, dyn Work<A>>();
    assert!(layout.align() >= align_of::<A>());

    let mut worker = Worker;
    let object: &mut dyn Work<A> = &mut worker;
    ends(1, || object.shared(1, aligned(), 3));
    ends(1, || object.ready(1, aligned(), 3));
    for _ in 0..3 {
        let mut call = Box::pin(object.exclusive(1, aligned(), 3));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(call);
        // Moved before the first poll: from here to there it waits elsewhere.
        let call = object.exclusive(1, aligned(), 3);
        drop(Box::new([call]));
    }

    for _ in 0..2 {
        ends(1, || object.shared(1, aligned(), 3).in_place(HeapPlace::new()).ok().unwrap());
    }
    let mut place = pin!(InlinePlace::<2048, 256>::new());
    for polls in 0..3 {
        let call = object.exclusive(1, aligned(), 3).in_place(place.as_mut());
        let mut call = call.ok().unwrap();
        for _ in 0..polls {
            let _ = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
        }
    }

    let mut binding = Placed::new_in(object, place).ok().unwrap();
    for polls in 0..3 {
        let mut call = binding.exclusive(1, aligned(), 3);
        for _ in 0..polls {
            let _ = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
        }
    }
    ends(1, || binding.shared(1, aligned(), 3));
    ends(1, || binding.ready(1, aligned(), 3));
    {
        let _beside = binding.shared(1, aligned(), 3);
        ends(1, || binding.shared(1, aligned(), 3));
        ends(1, || binding.ready(1, aligned(), 3));
    }
    drop(binding);

    ends(2, || {
        let object: Box<dyn End<A>> = Box::new(Owner(A::new(9)));
        HeapPlaced::new(object).end(1, aligned(), 3)
    });
}

fn main() {
    check::<To16>();
    check::<To64>();
    check::<To256>();
}
