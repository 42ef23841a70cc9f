//! The accesses to atomics in the files, and weaker ones in their place.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;
use std::sync::atomic::Ordering;

/// A place in a file where an atomic is accessed.
pub type Site = &'static Location<'static>;

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Operation {
    Load,
    Store,
    /// Reads and writes at once.
    Change(&'static str),
}

/// How an access is done.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Access {
    Atomic(Ordering),
    Plain,
}

/// One access that is done in another way than the file says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mutant {
    pub site: Site,
    pub operation: Operation,
    pub as_written: Ordering,
    pub instead: Access,
}

thread_local! {
    static MUTANT: Cell<Option<Mutant>> = const { Cell::new(None) };
    static SITES: RefCell<BTreeMap<(&'static str, u32, u32), (Site, Operation, Ordering)>> =
        const { RefCell::new(BTreeMap::new()) };
}

/// Lets this thread do what the mutant says.
pub fn set(mutant: Option<Mutant>) {
    MUTANT.set(mutant);
}

pub fn is_set() -> bool {
    MUTANT.get().is_some()
}

/// How the access at this site is to be done.
pub fn access(site: Site, operation: Operation, as_written: Ordering) -> Access {
    let key = (site.file(), site.line(), site.column());
    SITES.with_borrow_mut(|sites| {
        sites.entry(key).or_insert((site, operation, as_written));
    });
    match MUTANT.get() {
        Some(mutant) if (mutant.site.file(), mutant.site.line(), mutant.site.column()) == key => {
            mutant.instead
        }
        _ => Access::Atomic(as_written),
    }
}

/// The mutants of all accesses that this thread has done, in the order in which they are written.
pub fn all() -> Vec<Mutant> {
    use Ordering::*;
    let sites: Vec<_> = SITES.with_borrow(|sites| sites.values().copied().collect());
    let mutants = sites.into_iter().flat_map(|(site, operation, as_written)| {
        let weaker: &[Ordering] = match as_written {
            AcqRel => &[Acquire, Release, Relaxed],
            Acquire | Release => &[Relaxed],
            Relaxed => &[],
            other => panic!("{other:?} is not expected in the files"),
        };
        let weaker = weaker.iter().map(|&weaker| Access::Atomic(weaker));
        weaker.chain([Access::Plain]).map(move |instead| Mutant {
            site,
            operation,
            as_written,
            instead,
        })
    });
    mutants.collect()
}

impl fmt::Display for Mutant {
    /// `function: swap(AcqRel) as Relaxed`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = match self.operation {
            Operation::Load => "load",
            Operation::Store => "store",
            Operation::Change(name) => name,
        };
        write!(f, "{}: {operation}({:?}) as ", function(self.site), self.as_written)?;
        match self.instead {
            Access::Atomic(ordering) => write!(f, "{ordering:?}"),
            Access::Plain => write!(f, "plain access"),
        }
    }
}

/// The name of the function that a site is in.
fn function(site: Site) -> String {
    let text = std::fs::read_to_string(site.file()).expect("the tests run where they are compiled");
    let before: Vec<_> = text.lines().take(site.line() as usize).collect();
    let name = before.iter().rev().find_map(|line| {
        let (before, name) = line.split_once("fn ")?;
        // Neither in a comment nor in a type.
        let is_item = before.split_whitespace().all(|word| {
            matches!(word, "const" | "unsafe" | "pub" | "pub(super)" | "pub(in" | "pub(crate)")
        });
        is_item.then(|| name.split(['(', '<']).next().unwrap_or(name))
    });
    name.unwrap_or("?").to_owned()
}
