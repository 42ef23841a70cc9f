//@ edition: 2024

//! Runs a call of a method beside a call of a free `async fn` of the same body, as many times as
//! there are ways to end it, and compares what happens in the two, step by step.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// How a call is to end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// It is polled at most so many times, and then dropped.
    pub polls: usize,
    /// The `point` of its body that panics.
    pub panics_at: Option<u32>,
    /// The value whose drop panics, the first one of that name.
    pub panics_in_drop_of: Option<&'static str>,
}

/// The point of `refuse`.
const REFUSED: u32 = 9;

thread_local! {
    static PLAN: Cell<Plan> = Cell::default();
    static EVENTS: RefCell<Vec<String>> = RefCell::default();
    static ALIVE: Cell<isize> = Cell::default();
}

pub fn note(event: impl Into<String>) {
    EVENTS.with_borrow_mut(|events| events.push(event.into()));
}

/// Panics if that is planned for here.
pub fn point(number: u32) {
    if PLAN.get().panics_at == Some(number) {
        note(format!("panic at {number}"));
        resume_unwind(Box::new(()));
    }
}

/// Says what happens to it. It owns memory, so that an allocator that checks, or Miri, sees what
/// the assertions do not.
pub struct Value {
    pub name: &'static str,
    memory: Box<u32>,
}

const WHOLE: u32 = 0xC0FFEE;

pub fn value(name: &'static str) -> Value {
    ALIVE.set(ALIVE.get() + 1);
    Value { name, memory: Box::new(WHOLE) }
}

impl Value {
    pub fn touch(&self) {
        assert_eq!(*self.memory, WHOLE);
        note(format!("touch {}", self.name));
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        assert_eq!(std::mem::take(&mut *self.memory), WHOLE);
        ALIVE.set(ALIVE.get() - 1);
        note(format!("drop {}", self.name));
        let plan = PLAN.get();
        if plan.panics_in_drop_of == Some(self.name) && !std::thread::panicking() {
            PLAN.set(Plan { panics_in_drop_of: None, ..plan });
            note("panic in that drop");
            resume_unwind(Box::new(()));
        }
    }
}

pub fn take<T>(_: T) {
    note("taken");
}

/// Takes it and may panic with it.
pub fn refuse<T>(_taken: T) {
    point(REFUSED);
}

/// Is pending once.
pub fn suspend() -> impl Future<Output = ()> {
    struct Suspend(bool);
    impl Future for Suspend {
        type Output = ();
        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            if std::mem::replace(&mut self.0, false) { Poll::Pending } else { Poll::Ready(()) }
        }
    }
    Suspend(true)
}

pub fn every_plan() -> impl Iterator<Item = Plan> {
    let points = [None, Some(0), Some(1), Some(2), Some(3), Some(REFUSED)];
    let names = [None, Some("a"), Some("b"), Some("c"), Some("d"), Some("late"), Some("self")];
    (0..7).flat_map(move |polls| {
        points.into_iter().flat_map(move |panics_at| {
            names.map(|panics_in_drop_of| Plan { polls, panics_at, panics_in_drop_of })
        })
    })
}

/// What happens in one call that ends as planned. The order in which a call that was never polled
/// drops its arguments is no promise.
pub fn events<F: Future<Output = u64>>(plan: Plan, make: impl FnOnce() -> F) -> Vec<String> {
    let alive = ALIVE.get();
    EVENTS.take();
    PLAN.set(plan);
    events_of(plan, alive, Box::pin(make()))
}

/// The same, compiled once.
fn events_of(
    plan: Plan,
    alive: isize,
    mut call: Pin<Box<dyn Future<Output = u64> + '_>>,
) -> Vec<String> {
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..plan.polls {
        match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut cx))) {
            Ok(Poll::Pending) => note("pending"),
            Ok(Poll::Ready(output)) => {
                note(format!("ready: {output}"));
                break;
            }
            Err(_) => {
                note("unwound");
                break;
            }
        }
    }
    if catch_unwind(AssertUnwindSafe(|| drop(call))).is_err() {
        note("unwound while dropped");
    }
    PLAN.take();
    let leaked = ALIVE.replace(alive) - alive;
    let mut events = EVENTS.take();
    // A drop that panics may keep others from being dropped, in any function.
    if leaked != 0 {
        assert!(plan.panics_in_drop_of.is_some(), "{plan:?} leaks {leaked}: {events:?}");
        events.push(format!("{leaked} leaked"));
    }
    if plan.polls == 0 {
        events.sort();
    }
    events
}

/// Compares what happens in the same call made in several ways.
#[track_caller]
pub fn compare(what: &str, plan: Plan, expected: &[String], ways: &[(&str, Vec<String>)]) {
    for (way, actual) in ways {
        assert_eq!(actual, expected, "`{what}` {way}, with {plan:?}");
    }
}

/// Makes of each body a method that borrows its object, one that consumes it, and a free function
/// beside each, and compares them in `main`. Each argument is given with its type and a value.
#[macro_export]
macro_rules! compared {
    ($(
        async fn $name:ident($($pattern:pat => $ty:ty = $value:expr),* $(,)?) $body:block
    )*) => {
        use std::future::inline_async::{HeapPlaced, placeable};

        pub struct It($crate::Value);

        #[placeable]
        pub trait Borrows {
            $(inline async fn $name(&mut self, $(_: $ty),*) -> u64;)*
        }

        #[placeable]
        pub trait Consumes {
            $(inline async fn $name(self, $(_: $ty),*) -> u64;)*
        }

        impl Borrows for It {
            $(async fn $name(&mut self, $($pattern: $ty),*) -> u64 {
                self.0.touch();
                let output: u64 = $body;
                self.0.touch();
                output
            })*
        }

        impl Consumes for It {
            $(async fn $name(self, $($pattern: $ty),*) -> u64 {
                self.0.touch();
                let output: u64 = $body;
                self.0.touch();
                output
            })*
        }

        mod borrows {
            use super::*;
            $(pub async fn $name(this: &mut It, $($pattern: $ty),*) -> u64 {
                this.0.touch();
                let output: u64 = $body;
                this.0.touch();
                output
            })*
        }

        mod consumes {
            use super::*;
            $(pub async fn $name(this: It, $($pattern: $ty),*) -> u64 {
                this.0.touch();
                let output: u64 = $body;
                this.0.touch();
                output
            })*
        }

        fn main() {
            for plan in $crate::every_plan() {
                $({
                    let it = || It($crate::value("self"));
                    let mut object = It($crate::value("object"));
                    let free = $crate::events(plan, || borrows::$name(&mut object, $($value),*));
                    let known =
                        $crate::events(plan, || Borrows::$name(&mut object, $($value),*));
                    let dynamic = $crate::events(plan, || {
                        let object: &mut dyn Borrows = &mut object;
                        object.$name($($value),*)
                    });
                    let ways = [("on a known type", known), ("on an object", dynamic)];
                    $crate::compare(stringify!($name), plan, &free, &ways);

                    let free = $crate::events(plan, || consumes::$name(it(), $($value),*));
                    let known = $crate::events(plan, || Consumes::$name(it(), $($value),*));
                    let dynamic = $crate::events(plan, || {
                        HeapPlaced::new(Box::new(it()) as Box<dyn Consumes>).$name($($value),*)
                    });
                    let ways = [("on a known type", known), ("on an object", dynamic)];
                    $crate::compare(stringify!($name), plan, &free, &ways);
                })*
            }
        }
    };
}
