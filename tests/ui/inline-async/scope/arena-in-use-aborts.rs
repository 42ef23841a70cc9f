//@ run-pass
//@ edition: 2024
//@ needs-threads
//@ needs-subprocess

// A call is pinned in its arena. When an `Arena` in a frame is dropped while a call is there, which
// was leaked or has left the scope, the process is aborted, with a message: the memory must not be
// reused. When the call has ended before, wherever that was, all is well; with a `HeapArena` it is
// anyway.

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::env;
use std::future::inline_async::{Arena, HeapArena, InlineCall, within};
use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::process::Command;
use std::task::{Context, Poll, Waker};
use std::thread;

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

type Call = Pin<Box<InlineCall<&'static (dyn Work + Send + Sync), (), u32>>>;

async fn begin() -> Call {
    let work: &'static (dyn Work + Send + Sync) = &Large;
    let mut call = Box::pin(work.work());
    poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
    call
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn begun(arena: Pin<&mut Arena<1024>>) -> Call {
    match poll(within(arena, begin())) {
        Poll::Ready(call) => call,
        Poll::Pending => unreachable!("it does not wait"),
    }
}

fn leaked() {
    let mut arena = pin!(Arena::<1024>::new());
    mem::forget(begun(arena.as_mut()));
}

fn returned() {
    let mut call = None;
    {
        let mut arena = pin!(Arena::<1024>::new());
        call = call.or(Some(begun(arena.as_mut())));
    }
    println!("{:?}", poll(call.unwrap()));
}

fn overwritten() {
    let mut arena = pin!(Arena::<1024>::new());
    let call = begun(arena.as_mut());
    arena.set(Arena::new());
    println!("{:?}", poll(call));
}

fn main() {
    match env::args().nth(1).as_deref() {
        Some("leaked") => return leaked(),
        Some("returned") => return returned(),
        Some("overwritten") => return overwritten(),
        _ => {}
    }

    // Ended in time: finished, dropped, on another thread, overwritten when nothing is inside.
    let mut arena = pin!(Arena::<1024>::new());
    assert_eq!(poll(begun(arena.as_mut())), Poll::Ready(32));
    drop(begun(arena.as_mut()));
    let call = begun(arena.as_mut());
    thread::spawn(move || assert_eq!(poll(call), Poll::Ready(32))).join().unwrap();
    arena.set(Arena::new());
    drop(begun(arena.as_mut()));

    let mut heap = HeapArena::new();
    let Poll::Ready(call) = poll(within(&mut heap, begin())) else { unreachable!() };
    drop(heap);
    assert_eq!(poll(call), Poll::Ready(32));

    for how in ["leaked", "returned", "overwritten"] {
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.arg(how).env("RUST_BACKTRACE", "0").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            // SIGILL, SIGTRAP or SIGABRT.
            assert!(matches!(output.status.signal(), Some(4 | 5 | 6)), "{:?}", output.status);
        }
        assert!(!output.status.success());
        assert!(output.stdout.is_empty());
        let message = "an `Arena` was destroyed while a call has its memory there";
        assert!(stderr.contains(message), "{stderr}");
    }
}
