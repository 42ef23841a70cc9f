//! Runs scenarios, as they are and with each mutant.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Once};
use std::thread;

use crate::memory;
use crate::mutant::{self, Mutant};

/// What a few threads do, with a name. It panics where something is wrong.
#[derive(Clone, Copy)]
pub struct Scenario {
    pub name: &'static str,
    pub run: fn(),
}

/// What has been found out about a scenario.
struct Explored {
    interleavings: usize,
    /// What was said where it failed.
    failure: Option<String>,
    /// Of the accesses that were done.
    mutants: Vec<Mutant>,
}

fn explore(scenario: Scenario, mutant: Option<Mutant>) -> Explored {
    static QUIET: Once = Once::new();

    /// What a mutant says as it fails is of no interest.
    fn be_quiet() {
        let hook = take_hook();
        set_hook(Box::new(move |info| {
            if !mutant::is_set() {
                hook(info)
            }
        }));
    }

    QUIET.call_once(be_quiet);
    // A thread of its own, as a model that fails leaves its state behind.
    let explore = move || {
        mutant::set(mutant);
        let count = Arc::new(AtomicUsize::new(0));
        let executions = count.clone();
        let result = catch_unwind(AssertUnwindSafe(|| {
            loom::model::Builder::new().check(move || {
                executions.fetch_add(1, Ordering::Relaxed);
                memory::begin();
                (scenario.run)();
            });
        }));
        memory::begin();
        let failure = result.err().map(message);
        let interleavings = count.load(Ordering::Relaxed);
        Explored { interleavings, failure, mutants: mutant::all() }
    };
    thread::Builder::new().spawn(explore).unwrap().join().unwrap()
}

fn message(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast::<&str>().unwrap_or(Box::new("a panic"))).to_owned(),
    }
}

/// Runs all scenarios, and then with each mutant as many as it takes for it to be caught.
///
/// # Panics
///
/// Where a scenario fails, and where the mutants that are caught or missed are others than these.
pub fn check(scenarios: &[Scenario], caught: &[&str], missed: &[&str]) {
    let mut mutants: Vec<Mutant> = Vec::new();
    for &scenario in scenarios {
        let explored = explore(scenario, None);
        println!("{}: {} interleavings", scenario.name, explored.interleavings);
        assert_eq!(explored.failure, None, "{}", scenario.name);
        for mutant in explored.mutants {
            if !mutants.contains(&mutant) {
                mutants.push(mutant);
            }
        }
    }
    mutants.sort_by_key(|mutant| (mutant.site.file(), mutant.site.line()));

    let (mut are_caught, mut are_missed) = (Vec::new(), Vec::new());
    for mutant in mutants {
        let failed = scenarios.iter().find_map(|&scenario| {
            let explored = explore(scenario, Some(mutant));
            let failure = explored.failure?;
            Some((scenario.name, explored.interleavings, failure))
        });
        let Some((scenario, interleaving, failure)) = failed else {
            println!("{mutant}: missed");
            are_missed.push(mutant.to_string());
            continue;
        };
        let failure = failure.lines().next().unwrap_or_default().to_owned();
        println!("{mutant}: caught by {scenario}, interleaving {interleaving}: {failure}");
        are_caught.push(mutant.to_string());
    }
    assert_eq!(are_caught, caught, "caught");
    assert_eq!(are_missed, missed, "missed");
}
