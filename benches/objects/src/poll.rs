//! What one writes by hand to have neither an allocation nor a future: `poll_*` methods.
//!
//! The object is its own state machine. Whoever calls must poll a call to its end before the next.

use std::hint::black_box;
use std::task::{Context, Poll, ready};

use crate::{Holds, Leaf, Methods, Ready, Suspends};

/// One method.
pub trait Call {
    fn poll_call(&mut self, cx: &mut Context<'_>, x: u64) -> Poll<u64>;
}

impl Call for Ready {
    fn poll_call(&mut self, _: &mut Context<'_>, x: u64) -> Poll<u64> {
        Poll::Ready(ready_body!(self, x))
    }
}

struct SuspendsByHand {
    object: Suspends,
    done: u32,
}

impl Call for SuspendsByHand {
    fn poll_call(&mut self, _: &mut Context<'_>, x: u64) -> Poll<u64> {
        if self.done < self.object.times {
            self.done += 1;
            return Poll::Pending;
        }
        self.done = 0;
        let object = &mut self.object;
        Poll::Ready(ready_body!(object, x))
    }
}

struct HoldsByHand<const N: usize> {
    object: Holds<N>,
    suspended: bool,
    state: [u8; N],
}

impl<const N: usize> Call for HoldsByHand<N> {
    fn poll_call(&mut self, _: &mut Context<'_>, x: u64) -> Poll<u64> {
        if !self.suspended {
            self.state = [0; N];
            self.state[0] = x as u8;
            black_box(&mut self.state);
            self.suspended = true;
            return Poll::Pending;
        }
        black_box(&mut self.state);
        self.suspended = false;
        let object = &mut self.object;
        Poll::Ready(ready_body!(object, x))
    }
}

struct Layer(Box<dyn Call>);

impl Call for Layer {
    fn poll_call(&mut self, cx: &mut Context<'_>, x: u64) -> Poll<u64> {
        Poll::Ready(ready!(self.0.poll_call(cx, x)).wrapping_add(1))
    }
}

fn holds<const N: usize>(object: Holds<N>) -> Box<dyn Call> {
    Box::new(HoldsByHand { object, suspended: false, state: [0; N] })
}

/// An object of the one-method trait.
#[inline(never)]
pub fn leaf(leaf: Leaf) -> Box<dyn Call> {
    leaf.make(
        |ready| Box::new(ready),
        |object| Box::new(SuspendsByHand { object, done: 0 }),
        holds::<64>,
        holds::<1024>,
        holds::<16384>,
    )
}

/// A leaf in `depth` decorators.
#[inline(never)]
pub fn chain(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| Box::new(Layer(inner)))
}

macro_rules! eight_by_hand {
    ($($name:ident)*) => {
        /// Eight methods.
        pub trait Eight {
            $(fn $name(&mut self, cx: &mut Context<'_>, x: u64) -> Poll<u64>;)*
        }

        impl Eight for Methods {
            $(fn $name(&mut self, _: &mut Context<'_>, x: u64) -> Poll<u64> {
                Poll::Ready(ready_body!(self, x))
            })*
        }
    };
}

eight_by_hand!(m0 m1 m2 m3 m4 m5 m6 m7);

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight() -> Box<dyn Eight> {
    black_box(Box::new(Methods::default()))
}
