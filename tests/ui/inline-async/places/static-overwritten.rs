//@ run-pass
//@ edition: 2024
//@ needs-subprocess
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A place that was taken is pinned for ever, but `Pin::set` can overwrite it. That would be a place
// which can be taken again, while the first one who took it still has it: the process is aborted, with
// a message. A place that is overwritten before it is taken is like any other.

#![feature(inline_async)]
#![forbid(unsafe_code)]

use std::env;
use std::future::inline_async::InlinePlace;
use std::pin::pin;
use std::process::Command;

static PLACE: InlinePlace<64> = InlinePlace::new();

fn main() {
    if env::args().len() > 1 {
        let mut place = PLACE.take().unwrap();
        place.set(InlinePlace::new());
        println!("{}", PLACE.take().is_some());
        return;
    }

    let mut place = pin!(InlinePlace::<64>::new());
    place.set(InlinePlace::new());
    let place = Box::leak(Box::new(InlinePlace::<64>::new()));
    *place = InlinePlace::new();
    assert!(place.take().is_some());

    let mut child = Command::new(env::current_exe().unwrap());
    let output = child.arg("child").env("RUST_BACKTRACE", "0").output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // SIGILL, SIGTRAP or SIGABRT.
        assert!(matches!(output.status.signal(), Some(4 | 5 | 6)), "{:?}", output.status);
    }
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(
        stderr.contains("an `InlinePlace` that had been taken for ever was overwritten"),
        "{stderr}"
    );
}
