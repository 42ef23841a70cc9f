//! The tag of a binding's machine: calls that share the binding claim it, or are refused.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

use crate::explore::{Scenario, check};
use crate::sync::atomic::AtomicUsize;
use crate::tag;

/// A machine: the tag, and what waits or runs behind it.
struct Machine {
    tag: AtomicUsize,
    body: UnsafeCell<u32>,
}

impl Machine {
    fn new() -> Self {
        Machine { tag: AtomicUsize::new(tag::IDLE), body: UnsafeCell::new(0) }
    }

    fn write(&self) {
        // SAFETY: the model checks that nobody else is there.
        self.body.with_mut(|body| unsafe { *body += 1 });
    }

    /// A call beside others, up to the given state.
    fn shared_call(&self, until: Until) -> bool {
        if !tag::claim(&self.tag) {
            return false;
        }
        // Receiver and arguments are written.
        self.write();
        if until == Until::Leaked(false) {
            return true;
        }
        if until != Until::DroppedWaiting {
            assert!(!tag::holds_future(&self.tag));
            tag::set_running(&self.tag);
            // The future is.
            self.write();
            if until == Until::Leaked(true) {
                return true;
            }
            assert!(tag::holds_future(&self.tag));
        }
        // The future or the arguments are dropped.
        self.write();
        tag::free_shared(&self.tag);
        true
    }

    /// A call that has the machine for itself.
    fn exclusive_call(&self) {
        self.write();
        assert!(!tag::holds_future(&self.tag));
        tag::set_running(&self.tag);
        self.write();
        tag::free(&self.tag);
    }
}

/// How far a call gets.
#[derive(Clone, Copy, PartialEq)]
enum Until {
    Done,
    DroppedWaiting,
    /// With a future inside, or waiting.
    Leaked(bool),
}

/// Calls on so many other threads and on this one; then nobody shares the machine any more.
fn shared(others: [Option<Until>; 2], own: Until) {
    let machine = Arc::new(Machine::new());
    let mut threads = Vec::new();
    for until in others.into_iter().flatten() {
        let machine = machine.clone();
        threads.push(thread::spawn(move || machine.shared_call(until)));
    }
    let mut calls = vec![(own, machine.shared_call(own))];
    for (thread, until) in threads.into_iter().zip(others.into_iter().flatten()) {
        calls.push((until, thread.join().unwrap()));
    }

    assert!(calls.iter().any(|&(_, claimed)| claimed), "one of them has it");
    let leaked = calls.iter().find_map(|&(until, claimed)| match until {
        Until::Leaked(running) if claimed => Some(running),
        _ => None,
    });
    assert_eq!(tag::holds_future(&machine.tag), leaked == Some(true));
    match leaked {
        Some(_) => assert!(!tag::claim(&machine.tag), "it belongs to the leaked call"),
        None => {
            machine.exclusive_call();
            assert!(machine.shared_call(Until::Done));
        }
    }
}

/// Calls that have the machine for themselves, one after the other, on two threads.
fn exclusive() {
    let machine = Arc::new(Machine::new());
    machine.exclusive_call();
    let there = machine.clone();
    thread::spawn(move || there.exclusive_call()).join().unwrap();
    machine.exclusive_call();
}

#[test]
fn all() {
    use Until::*;
    let scenarios = [
        Scenario { name: "exclusive", run: exclusive },
        Scenario { name: "two", run: || shared([Some(Done), None], Done) },
        Scenario {
            name: "one dropped waiting",
            run: || shared([Some(DroppedWaiting), None], Done),
        },
        Scenario { name: "one leaked waiting", run: || shared([Some(Leaked(false)), None], Done) },
        Scenario { name: "one leaked running", run: || shared([Some(Leaked(true)), None], Done) },
        Scenario { name: "three", run: || shared([Some(Done), Some(DroppedWaiting)], Done) },
        Scenario {
            name: "three, one leaked",
            run: || shared([Some(Done), Some(Leaked(true))], DroppedWaiting),
        },
    ];
    let caught = [
        "claim: compare_exchange(Acquire) as Relaxed",
        "claim: compare_exchange(Acquire) as plain access",
        "set_running: store(Relaxed) as plain access",
        "holds_future: load(Relaxed) as plain access",
        "free_shared: store(Release) as Relaxed",
        "free_shared: store(Release) as plain access",
    ];
    // A call that has the machine for itself has it still when it frees it.
    let missed = ["free: store(Relaxed) as plain access"];
    check(&scenarios, &caught, &missed);
}
