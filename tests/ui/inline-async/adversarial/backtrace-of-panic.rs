//@ run-pass
//@ edition: 2024
//@ needs-unwind
//@ needs-subprocess
//@ ignore-android
//@ ignore-fuchsia
//@ no-prefer-dynamic
//@ revisions: v0 legacy generics lto
//@ compile-flags: -Cdebuginfo=2 -Cstrip=none
//@[v0] compile-flags: -Csymbol-mangling-version=v0 -Copt-level=0
//@[legacy] compile-flags: -Csymbol-mangling-version=legacy -Zunstable-options -Copt-level=0
//@[generics] compile-flags: -Zshare-generics=y -Copt-level=0
//@[lto] compile-flags: -Clto=fat -Copt-level=1

// The backtrace that the panic of an implementation prints, as it is called as well as in its future,
// names the implementation, the `run` of its machine, and the caller, whatever the mangling, with file
// and line of the panic.

#![feature(inline_async_fn, inline_async)]

use std::env;
use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::process::Command;
use std::task::{Context, Waker};

#[placeable]
trait Work {
    inline async fn in_start(&self);
    inline async fn in_poll(&self);
}

struct Worker;

#[inline(never)]
fn the_culprit() {
    panic!("seen");
}

impl Work for Worker {
    #[inline(never)]
    fn in_start(&self) -> impl Future<Output = ()> {
        the_culprit();
        async {}
    }

    async fn in_poll(&self) {
        the_culprit();
        std::future::pending::<()>().await;
    }
}

#[inline(never)]
fn the_caller<F: Future>(make: impl FnOnce() -> F) {
    let _ = pin!(make()).poll(&mut Context::from_waker(Waker::noop()));
}

fn child(case: &str) {
    let object: &dyn Work = &Worker;
    let binding = HeapPlaced::new(object);
    match case {
        "start of a call" => the_caller(|| object.in_start()),
        "poll of a call" => the_caller(|| object.in_poll()),
        "start of a binding" => the_caller(|| binding.in_start()),
        "poll of a binding" => the_caller(|| binding.in_poll()),
        _ => unreachable!(),
    }
}

fn main() {
    if let Some(case) = env::args().nth(1) {
        return child(&case);
    }
    for case in ["start of a call", "poll of a call", "start of a binding", "poll of a binding"] {
        let output = Command::new(env::current_exe().unwrap())
            .arg(case)
            .env("RUST_BACKTRACE", "1")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(101), "{case}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("backtrace-of-panic.rs:"), "{case}: {stderr}");
        let method = if case.starts_with("start") { "in_start" } else { "in_poll" };
        let mut names = vec!["the_culprit", method, "the_caller", "backtrace_of_panic::main"];
        // With optimization they may be inlined into the caller.
        if !cfg!(lto) {
            let run = if cfg!(legacy) { "inline.async.run" } else { "inline_async_run" };
            names.insert(2, run);
        }
        let mut rest = &*stderr;
        for name in names {
            let Some(at) = rest.find(name) else { panic!("{case}: no `{name}` in\n{stderr}") };
            rest = &rest[at + name.len()..];
        }
    }
}
