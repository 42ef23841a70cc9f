//! Objects whose methods follow a plan.

use std::cell::Cell;
use std::future::inline_async::placeable;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use crate::{Logged, Panics, Part, Plan};

#[placeable]
pub trait Job {
    inline async fn exclusive(&mut self, first: Logged, plan: Plan, second: Logged) -> u32;
    inline async fn shared(&self, first: Logged, plan: Plan, second: Logged) -> u32;
}

#[placeable]
pub trait End {
    inline async fn end(self, first: Logged, plan: Plan, second: Logged) -> u32;
}

pub trait Owning {
    inline async fn owning(self: Rc<Self>, first: Logged, plan: Plan, second: Logged) -> u32;
}

pub trait Object: Job + End + Owning + Sized + 'static {
    /// Whether a call is too small for its future.
    const IS_LARGE: bool;
    /// Whether its future is a coroutine.
    const IS_COROUTINE: bool;

    fn new(plan: Plan) -> Self;

    /// The order in which its future drops what it has.
    fn drop_order() -> [Part; 4] {
        let mut order = [Part::Object, Part::First, Part::Second, Part::Local];
        if Self::IS_COROUTINE {
            order.reverse();
        }
        order
    }
}

/// What a method gives.
pub const OUTPUT: u32 = 7;

macro_rules! objects {
    ($($(#[$attribute:meta])* $object:ident: $is_coroutine:literal;)*) => {$(
        $(#[$attribute])*
        pub struct $object<const ROOM: usize> {
            output: u32,
            // Dropped with the object.
            #[allow(dead_code)]
            mark: Logged,
        }

        impl<const ROOM: usize> Object for $object<ROOM> {
            const IS_LARGE: bool = ROOM > 0;
            const IS_COROUTINE: bool = $is_coroutine;

            fn new(plan: Plan) -> Self {
                $object { output: OUTPUT, mark: Logged::new(Part::Object, plan) }
            }
        }
    )*};
}

objects! {
    /// Its methods are `async fn`s, and suspend.
    Suspending: true;
    /// Its methods are `async fn`s that never suspend, whatever the plan says.
    Ready: true;
    /// Its methods give a future that was written by hand.
    ByHand: false;
}

macro_rules! implement_async {
    ($object:ident: $body:ident) => {
        impl<const ROOM: usize> Job for $object<ROOM> {
            async fn exclusive(&mut self, first: Logged, plan: Plan, second: Logged) -> u32 {
                $body!(self, first, plan, second)
            }

            async fn shared(&self, first: Logged, plan: Plan, second: Logged) -> u32 {
                $body!(self, first, plan, second)
            }
        }

        impl<const ROOM: usize> End for $object<ROOM> {
            async fn end(self, first: Logged, plan: Plan, second: Logged) -> u32 {
                $body!(self, first, plan, second)
            }
        }

        impl<const ROOM: usize> Owning for $object<ROOM> {
            async fn owning(self: Rc<Self>, first: Logged, plan: Plan, second: Logged) -> u32 {
                $body!(self, first, plan, second)
            }
        }
    };
}

macro_rules! suspending {
    ($object:ident, $first:ident, $plan:ident, $second:ident) => {{
        let _local = Logged::new(Part::Local, $plan);
        let room = [1u8; ROOM];
        let mut suspensions = 0;
        loop {
            $plan.reach(Panics::After(suspensions));
            if suspensions == $plan.suspends {
                break;
            }
            Suspend(false).await;
            suspensions += 1;
        }
        $first.touch(Part::First);
        $second.touch(Part::Second);
        $object.output + room.iter().map(|&one| u32::from(one)).sum::<u32>() - ROOM as u32
    }};
}

macro_rules! ready {
    ($object:ident, $first:ident, $plan:ident, $second:ident) => {{
        let _local = Logged::new(Part::Local, $plan);
        $plan.reach(Panics::After(0));
        $first.touch(Part::First);
        $second.touch(Part::Second);
        $object.output
    }};
}

implement_async! { Suspending: suspending }
implement_async! { Ready: ready }

/// Is pending once.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            Poll::Ready(())
        } else {
            self.0 = true;
            Poll::Pending
        }
    }
}

thread_local!(static STARTS: Cell<u32> = const { Cell::new(0) });

/// How often a method of a `ByHand` was called.
pub fn starts() -> u32 {
    STARTS.get()
}

/// A future that does what `suspending` does. It has its fields until it is dropped.
struct Steps<R, const ROOM: usize> {
    // Dropped in this order.
    #[allow(dead_code)]
    receiver: R,
    first: Logged,
    second: Logged,
    #[allow(dead_code)]
    local: Logged,
    plan: Plan,
    suspensions: u8,
    output: u32,
    room: [u8; ROOM],
}

impl<R, const ROOM: usize> Steps<R, ROOM> {
    fn new(receiver: R, output: u32, first: Logged, plan: Plan, second: Logged) -> Self {
        STARTS.set(STARTS.get() + 1);
        plan.reach(Panics::AsCalled);
        let local = Logged::new(Part::Local, plan);
        Steps { receiver, first, second, local, plan, suspensions: 0, output, room: [1; ROOM] }
    }
}

impl<R: Unpin, const ROOM: usize> Future for Steps<R, ROOM> {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<u32> {
        self.plan.reach(Panics::After(self.suspensions));
        if self.suspensions < self.plan.suspends {
            self.suspensions += 1;
            return Poll::Pending;
        }
        self.first.touch(Part::First);
        self.second.touch(Part::Second);
        let room = self.room.iter().map(|&one| u32::from(one)).sum::<u32>();
        Poll::Ready(self.output + room - ROOM as u32)
    }
}

impl<R, const ROOM: usize> Drop for Steps<R, ROOM> {
    fn drop(&mut self) {
        self.plan.reach(Panics::DropOfFuture);
    }
}

impl<const ROOM: usize> Job for ByHand<ROOM> {
    fn exclusive(
        &mut self,
        first: Logged,
        plan: Plan,
        second: Logged,
    ) -> impl Future<Output = u32> {
        let output = self.output;
        Steps::<_, ROOM>::new(self, output, first, plan, second)
    }

    fn shared(&self, first: Logged, plan: Plan, second: Logged) -> impl Future<Output = u32> {
        Steps::<_, ROOM>::new(self, self.output, first, plan, second)
    }
}

impl<const ROOM: usize> End for ByHand<ROOM> {
    fn end(self, first: Logged, plan: Plan, second: Logged) -> impl Future<Output = u32> {
        let output = self.output;
        Steps::<_, ROOM>::new(self, output, first, plan, second)
    }
}

impl<const ROOM: usize> Owning for ByHand<ROOM> {
    fn owning(
        self: Rc<Self>,
        first: Logged,
        plan: Plan,
        second: Logged,
    ) -> impl Future<Output = u32> {
        let output = self.output;
        Steps::<_, ROOM>::new(self, output, first, plan, second)
    }
}
