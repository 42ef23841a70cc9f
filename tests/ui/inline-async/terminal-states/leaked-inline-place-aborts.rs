//@ run-pass
//@ edition: 2024
//@ needs-subprocess

// An inline place that is destroyed while a call that was leaked is running in it aborts the
// process with a message: to go on would break the promise that a pinned future stays.

#![feature(inline_async_fn, inline_async)]

use std::env;
use std::future::inline_async::{InlinePlace, Placed, placeable};
use std::future::pending;
use std::mem::forget;
use std::pin::{Pin, pin};
use std::process::Command;
use std::task::{Context, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self);
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self) {
        pending().await
    }
}

fn leak_running(mut call: impl Future<Output = ()> + Unpin) {
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
}

fn child(case: &str) {
    let object: &mut dyn Work = &mut Worker;
    match case {
        "call" => {
            let place = pin!(InlinePlace::<256>::new());
            leak_running(object.work().in_place(place).unwrap());
        }
        "binding" => {
            let place = pin!(InlinePlace::<256>::new());
            let mut binding = Placed::new_in(object, place).unwrap();
            leak_running(binding.work());
            drop(binding);
        }
        "boxed" => {
            let mut place = Box::pin(InlinePlace::<256>::new());
            leak_running(object.work().in_place(place.as_mut()).unwrap());
            drop(place);
        }
        "unwinding" => {
            let result = std::panic::catch_unwind(|| {
                let place = pin!(InlinePlace::<256>::new());
                leak_running((&mut Worker as &mut dyn Work).work().in_place(place).unwrap());
                panic!("nobody sees this caught");
            });
            drop(result);
        }
        _ => unreachable!(),
    }
    println!("went on");
}

fn main() {
    if let Some(case) = env::args().nth(1) {
        return child(&case);
    }
    let unwinding = cfg!(panic = "unwind").then_some("unwinding");
    for case in ["call", "binding", "boxed"].into_iter().chain(unwinding) {
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
        assert!(
            stderr.contains(
                "an `InlinePlace` was destroyed while a call that was leaked is running in it"
            ),
            "{case}: {stderr}"
        );
    }
}
