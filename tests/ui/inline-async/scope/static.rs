//@ run-pass
//@ edition: 2024
//@ needs-subprocess
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// An arena in a static is taken once and is there for ever, so that a leaked call does no harm. It
// can serve any number of scopes. To overwrite one that was taken aborts the process: it could be
// taken a second time.

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::env;
use std::future::inline_async::{Arena, within};
use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::process::Command;
use std::task::{Context, Poll, Waker};

static ARENA: Arena<2048> = Arena::new();

trait Work {
    inline async fn work(&self) -> u32;
}

struct Large;

impl Work for Large {
    async fn work(&self) -> u32 {
        let held = [1; 32];
        let mut first = true;
        poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        held.iter().sum()
    }
}

fn main() {
    let mut arena = ARENA.take().unwrap();
    assert!(ARENA.take().is_none());
    let mut cx = Context::from_waker(Waker::noop());
    if env::args().len() > 1 {
        arena.set(Arena::new());
        println!("{}", ARENA.take().is_some());
        return;
    }

    let work: &dyn Work = &Large;
    for _ in 0..3 {
        let mut call = Box::pin(within(arena.as_mut(), work.work()));
        assert!(call.as_mut().poll(&mut cx).is_pending());
        mem::forget(call);
        // There is room beside it.
        let mut call = pin!(within(arena.as_mut(), work.work()));
        assert!(call.as_mut().poll(&mut cx).is_pending());
        assert_eq!(call.as_mut().poll(&mut cx), Poll::Ready(32));
    }
    drop(arena);

    // What is borrowed for ever in another way can be used the same way.
    let arena: &'static mut Arena<1024> = Box::leak(Box::new(Arena::new()));
    let mut call = pin!(within(Pin::static_mut(arena), work.work()));
    assert!(call.as_mut().poll(&mut cx).is_pending());

    let mut child = Command::new(env::current_exe().unwrap());
    let output = child.arg("child").env("RUST_BACKTRACE", "0").output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(
        stderr.contains("an `Arena` that had been taken for ever was overwritten"),
        "{stderr}"
    );
}
