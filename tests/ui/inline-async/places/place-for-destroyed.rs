//@ run-pass
//@ edition: 2024
//@ needs-subprocess

// A `PlaceFor` that is destroyed while a call that was leaked is running in it aborts the process
// with a message, and so does one that was taken and is overwritten. One in which a call was leaked
// before its first poll, or after it was done, is destroyed like any other, and so is an
// `InlinePlace`: nothing is pinned there.

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::env;
use std::future::inline_async::{InlinePlace, ObjectPlace, PlaceFor, Placed, placeable};
use std::future::pending;
use std::mem::forget;
use std::pin::{Pin, pin};
use std::process::Command;
use std::task::{Context, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self, waits: bool);
    inline async fn shared(&self, waits: bool);
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self, waits: bool) {
        if waits {
            pending::<()>().await;
        }
    }

    async fn shared(&self, waits: bool) {
        if waits {
            pending::<()>().await;
        }
    }
}

type Place = PlaceFor<Worker, dyn Work>;

static PLACE: Place = PlaceFor::new();

fn poll<F: Future<Output = ()> + Unpin>(mut call: F) -> F {
    let _ = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
    call
}

fn child(case: &str) {
    let object: &mut dyn Work = &mut Worker;
    match case {
        "call" => {
            let place = pin!(Place::new());
            forget(poll(object.work(true).in_place(place).unwrap()));
        }
        "binding" => {
            let place = pin!(Place::new());
            let mut binding = Placed::new_in(object, place).unwrap();
            forget(poll(binding.work(true)));
            drop(binding);
        }
        "shared" => {
            let place = pin!(Place::new());
            let binding = Placed::new_in(object, place).unwrap();
            forget(poll(binding.shared(true)));
            drop(binding);
        }
        "one of many" => {
            let mut places = Box::pin([const { Place::new() }; 4]);
            let [.., last] = PlaceFor::each_pin_mut(places.as_mut());
            forget(poll(object.work(true).in_place(last).unwrap()));
            drop(places);
        }
        "taken" => {
            let mut place = PLACE.take().unwrap();
            place.set(Place::new());
            println!("{}", PLACE.take().is_some());
        }
        _ => unreachable!(),
    }
    println!("went on");
}

/// Leaks calls that wait or are done, before and after which the place is as good as ever.
fn goes_on<P: ObjectPlace>(mut place: P) {
    let object: &mut dyn Work = &mut Worker;
    for _ in 0..2 {
        forget(object.work(true).in_place(&mut place).ok().unwrap());
        forget(poll(object.work(false).in_place(&mut place).ok().unwrap()));
        let mut binding = Placed::new_in(&mut *object, &mut place).ok().unwrap();
        forget(binding.work(true));
        drop(poll(binding.work(true)));
        forget(binding.shared(true));
        drop(binding);
        let binding = Placed::new_in(&mut *object, &mut place).ok().unwrap();
        forget(binding.shared(true));
        forget(poll(binding.shared(false)));
        forget(binding);
    }
}

fn main() {
    if let Some(case) = env::args().nth(1) {
        return child(&case);
    }
    goes_on(pin!(Place::new()));
    goes_on(pin!(InlinePlace::<256>::new()));
    pin!(Place::new()).set(Place::new());

    const RUNNING: &str =
        "a `PlaceFor` was destroyed while a call that was leaked is running in it";
    for (case, message) in [
        ("call", RUNNING),
        ("binding", RUNNING),
        ("shared", RUNNING),
        ("one of many", RUNNING),
        ("taken", "a `PlaceFor` that had been taken for ever was overwritten"),
    ] {
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.arg(case).env("RUST_BACKTRACE", "0").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            // SIGILL, SIGTRAP or SIGABRT.
            let signal = output.status.signal();
            assert!(matches!(signal, Some(4 | 5 | 6)), "{case}: {signal:?}");
        }
        assert!(!output.status.success(), "{case}");
        assert!(output.stdout.is_empty(), "{case}");
        assert!(stderr.contains(message), "{case}: {stderr}");
    }
}
