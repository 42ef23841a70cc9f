//! Every event of the feature without an operating system and without an allocator: on a Cortex-M, in
//! QEMU, which prints for us and stops when we say so ("semihosting").
//!
//! Each test is a function. A panic cannot be caught here, so the next test begins inside the panic
//! handler, on what is left of the stack.

#![no_std]
#![no_main]
#![feature(inline_async_fn, inline_async)]

mod machine;

mod arguments;
mod bindings;
mod by_value;
mod direct;
mod help;
mod scopes;
mod statics;
mod without_memory;

use core::cell::Cell;
use core::fmt::Write;
use core::panic::PanicInfo;

use machine::{Console, OneThread};

/// What must become of a test.
enum Goal {
    Returns,
    /// It panics, with these words in the message.
    Panics(&'static str),
}

use Goal::{Panics, Returns};

type Test = (&'static str, fn(), Goal);

const TESTS: &[Test] = &[
    ("direct: ready", direct::ready, Returns),
    ("direct: suspends", direct::suspends, Returns),
    ("direct: a `u64` is held over a suspension", direct::holds_a_u64, Returns),
    ("direct: dropped before its first poll", direct::dropped_before_poll, Returns),
    ("direct: dropped while it runs", direct::dropped_while_running, Returns),
    ("direct: supertrait, generic trait and default body", direct::kinds_of_traits, Returns),
    ("arguments: borrowed, by value, dropped in order", arguments::of_all_kinds, Returns),
    ("bindings: one after the other", bindings::one_after_the_other, Returns),
    ("bindings: any method is cancelled", bindings::cancelled, Returns),
    ("bindings: `&self`", bindings::shared, Returns),
    ("bindings: passed on as the trait", bindings::placeable, Returns),
    ("bindings: a chain of decorators", bindings::chain, Returns),
    ("bindings: another object in the same place", bindings::replaced, Returns),
    ("bindings: a place that is too small", bindings::too_small, Returns),
    ("bindings: a large alignment", bindings::aligned, Returns),
    ("bindings: a call that owns its binding", bindings::owned_call, Returns),
    ("by value: consumed", by_value::consumed, Returns),
    ("by value: cancelled", by_value::cancelled, Returns),
    ("scopes: calls that do not fit", scopes::large, Returns),
    ("scopes: calls that overlap", scopes::overlap, Returns),
    ("statics: a place, by `static_mut`", statics::by_reference, Returns),
    #[cfg(target_has_atomic = "ptr")]
    ("statics: a place is taken once", statics::taken, Returns),
    #[cfg(target_has_atomic = "ptr")]
    ("statics: an arena is taken once", statics::arena_taken, Returns),
    ("statics: they take no flash", statics::in_bss, Returns),
    ("without memory: a call in a place", without_memory::in_place, Returns),
    (
        "without memory: a call that does not fit",
        without_memory::direct,
        Panics("this program has no allocator"),
    ),
    (
        "without memory: a full arena",
        without_memory::full_arena,
        Panics("this program has no allocator"),
    ),
    (
        "without memory: a binding whose running call was leaked",
        without_memory::leaked,
        Panics("this program has no allocator"),
    ),
    (
        "polled after it was done",
        direct::polled_after_completion,
        Panics("`async fn` resumed after"),
    ),
];

/// How far we are.
struct Progress {
    /// The test that runs, or the number of tests.
    at: Cell<usize>,
    failed: Cell<usize>,
}

static PROGRESS: OneThread<Progress> =
    OneThread::new(Progress { at: Cell::new(0), failed: Cell::new(0) });

/// Where `machine` begins.
fn main() -> ! {
    go_on()
}

/// Runs the tests that are left.
fn go_on() -> ! {
    let progress = PROGRESS.get();
    while let Some((_, test, goal)) = TESTS.get(progress.at.get()) {
        test();
        let is_right = matches!(goal, Returns);
        note(is_right, format_args!("no panic"));
    }
    let failed = progress.failed.get();
    let passed = TESTS.len() - failed;
    let word = if failed == 0 { "ok" } else { "FAILED" };
    let _ = writeln!(Console, "test result: {word}. {passed} passed; {failed} failed");
    machine::exit(failed == 0)
}

/// Says what became of a test, and goes to the next.
fn note(is_right: bool, why: core::fmt::Arguments<'_>) {
    let progress = PROGRESS.get();
    let at = progress.at.get();
    progress.at.set(at + 1);
    let (name, ..) = TESTS[at];
    if is_right {
        let _ = writeln!(Console, "test {name} ... ok");
    } else {
        progress.failed.set(progress.failed.get() + 1);
        let _ = writeln!(Console, "test {name} ... FAILED: {why}");
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let Some((.., goal)) = TESTS.get(PROGRESS.get().at.get()) else {
        let _ = writeln!(Console, "{info}");
        machine::exit(false)
    };
    let is_right = match goal {
        Returns => false,
        Panics(words) => help::says(words, format_args!("{}", info.message())),
    };
    note(is_right, format_args!("{info}"));
    go_on()
}
