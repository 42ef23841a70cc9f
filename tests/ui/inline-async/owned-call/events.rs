//@ run-pass
//@ edition: 2024
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// Every end of a call that owns its binding, in every state: the future is dropped before the object,
// and the object once.

#![feature(inline_async_fn, inline_async)]

use std::cell::RefCell;
use std::future::inline_async::{HeapPlaced, InlinePlace, OwnedCall, Placed};
use std::fmt::Debug;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local! {
    static EVENTS: RefCell<Vec<&'static str>> = const { RefCell::new(vec![]) };
}

fn note(event: &'static str) {
    EVENTS.with_borrow_mut(|events| events.push(event));
}

#[track_caller]
fn expect(events: &[&str]) {
    assert_eq!(EVENTS.take(), events);
}

/// Says when it is dropped; owns memory, so that it is not dropped twice.
struct Value(#[allow(dead_code)] Box<u8>, &'static str);

fn value(name: &'static str) -> Value {
    Value(Box::new(0), name)
}

impl Drop for Value {
    fn drop(&mut self) {
        note(self.1);
    }
}

trait Work {
    inline async fn work(&mut self, argument: Value, panics: bool) -> u32;
    inline async fn look(&self, argument: Value, panics: bool) -> u32;
}

struct Worker(#[allow(dead_code)] Value, u32);

impl Work for Worker {
    async fn work(&mut self, argument: Value, panics: bool) -> u32 {
        self.1 += 1;
        let output = self.look(argument, panics).await;
        self.1 += 1;
        output
    }

    async fn look(&self, argument: Value, panics: bool) -> u32 {
        note("starts");
        let _local = value("local");
        let mut first = true;
        poll_fn(|_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        if panics {
            resume_unwind(Box::new(()));
        }
        drop(argument);
        self.1
    }
}

type Binding = HeapPlaced<Box<dyn Work>>;

fn binding() -> Binding {
    HeapPlaced::new(Box::new(Worker(value("object"), 0)))
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// A call that is moved after each poll.
struct Moved<F>(Option<Box<F>>);

impl<F: Future + Unpin> Moved<F> {
    fn poll(&mut self) -> Poll<F::Output> {
        let mut call = Box::new(*self.0.take().unwrap());
        let result = poll(&mut *call);
        self.0 = Some(call);
        result
    }

    fn take(self) -> F {
        *self.0.unwrap()
    }
}

fn check<F: Future<Output = (Binding, u32)> + Unpin + Debug>(
    make: impl Fn(Binding, bool) -> F,
    cancel: impl Fn(F) -> Binding,
    outputs: [u32; 2],
) {
    let call = |panics| Moved(Some(Box::new(make(binding(), panics))));

    // Done, and the binding is ready for the next call.
    let mut first = call(false);
    expect(&[]);
    assert!(first.poll().is_pending());
    expect(&["starts"]);
    let Poll::Ready((mut binding, output)) = first.poll() else { panic!() };
    assert_eq!(output, outputs[0]);
    expect(&["argument", "local"]);
    assert_eq!(format!("{:?}", first.0), "Some(OwnedCall { call: BoundCall { state: done } })");
    assert!(catch_unwind(AssertUnwindSafe(|| first.poll())).is_err());
    drop(first);
    expect(&[]);
    let mut borrowing = binding.work(value("argument"), false);
    assert!(poll(&mut borrowing).is_pending() && poll(&mut borrowing).is_ready());
    expect(&["starts", "argument", "local"]);
    drop(borrowing);
    let mut second = make(binding, false);
    assert!(poll(&mut second).is_pending());
    let Poll::Ready((binding, output)) = poll(&mut second) else { panic!() };
    assert_eq!(output, outputs[1]);
    expect(&["starts", "argument", "local"]);
    drop(binding);
    expect(&["object"]);

    // Dropped as it waits, and as it runs.
    drop(call(false));
    expect(&["argument", "object"]);
    let mut running = call(false);
    assert!(running.poll().is_pending());
    drop(running);
    expect(&["starts", "local", "argument", "object"]);

    // Cancelled.
    let waiting = call(false);
    assert_eq!(format!("{:?}", waiting.0), "Some(OwnedCall { call: BoundCall { state: waiting } })");
    let binding = cancel(waiting.take());
    expect(&["argument"]);
    let mut running = Moved(Some(Box::new(make(binding, false))));
    assert!(running.poll().is_pending());
    let binding = cancel(running.take());
    expect(&["starts", "local", "argument"]);
    let mut running = Moved(Some(Box::new(make(binding, false))));
    assert!(running.poll().is_pending());
    expect(&["starts"]);
    let Poll::Ready((binding, _)) = running.poll() else { panic!() };
    expect(&["argument", "local"]);
    // There is nothing to give back any more.
    let done = running.take();
    assert!(catch_unwind(AssertUnwindSafe(|| cancel(done))).is_err());
    expect(&[]);
    drop(binding);
    expect(&["object"]);

    // Panics: the call is done, and the binding is still there.
    let mut panics = call(true);
    assert!(panics.poll().is_pending());
    let poll_boxed = || panics.0.as_mut().map(|call| poll(&mut **call));
    assert!(catch_unwind(AssertUnwindSafe(poll_boxed)).is_err());
    expect(&["starts", "local", "argument"]);
    let binding = cancel(panics.take());
    expect(&[]);
    let mut again = make(binding, true);
    assert!(poll(&mut again).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut again))).is_err());
    expect(&["starts", "local", "argument"]);
    drop(again);
    expect(&["object"]);
}

fn main() {
    check(
        |binding, panics| {
            Placed::into_call(binding, |object| object.work(value("argument"), panics))
        },
        OwnedCall::cancel,
        [1, 5],
    );
    check(
        |binding, panics| {
            Placed::into_shared_call(binding, |object| object.look(value("argument"), panics))
        },
        OwnedCall::cancel,
        [0, 2],
    );

    // No call comes to be.
    let made = catch_unwind(|| {
        let _call = Placed::into_call(binding(), |object| {
            let call = object.work(value("argument"), false);
            if std::hint::black_box(true) {
                resume_unwind(Box::new(()))
            }
            call
        });
    });
    assert!(made.is_err());
    expect(&["argument", "object"]);

    // A binding that borrows its object and has its place on the stack.
    let mut worker = Worker(value("object"), 0);
    let place = pin!(InlinePlace::<256>::new());
    let binding = Placed::new_in(&mut worker as &mut dyn Work, place).unwrap();
    let mut call = Placed::into_call(binding, |object| object.work(value("argument"), false));
    assert!(poll(&mut call).is_pending());
    let mut binding = OwnedCall::cancel(call);
    expect(&["starts", "local", "argument"]);
    let mut call = binding.work(value("argument"), false);
    assert!(poll(&mut call).is_pending());
    assert_eq!(poll(&mut call), Poll::Ready(2));
    expect(&["starts", "argument", "local"]);

    // Leaked as it waits: so are its arguments and the binding, nothing else.
    let (mut call, mut waiting) =
        (Placed::into_call(self::binding(), |object| object.work(value("argument"), false)), true);
    for _ in 0..2 {
        std::mem::forget(call);
        expect(if waiting { &[] } else { &["starts"] });
        waiting = false;
        call = Placed::into_call(self::binding(), |object| object.work(value("argument"), false));
        assert!(poll(&mut call).is_pending());
    }
    drop(call);
    expect(&["starts", "local", "argument", "object"]);
}
