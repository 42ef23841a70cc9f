//! The objects at the end of a chain, and the list of them.

use std::hint::black_box;

/// Is ready at once and keeps nothing.
#[derive(Default)]
pub struct Ready {
    pub(crate) total: u64,
}

/// Suspends a number of times in each call.
pub struct Suspends {
    pub(crate) total: u64,
    pub(crate) times: u32,
}

/// Holds `N` bytes of state while it suspends once.
pub struct Holds<const N: usize> {
    pub(crate) total: u64,
}

/// Has eight methods, each ready at once.
#[derive(Default)]
pub struct Methods {
    pub(crate) total: u64,
}

/// What an object of the one-method trait does in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    Ready,
    Suspends(u32),
    Holds64,
    Holds1024,
    Holds16384,
}

impl Leaf {
    /// Everything that is measured, with the name of its workload.
    pub const ALL: [(&'static str, Leaf); 7] = [
        ("a-ready", Leaf::Ready),
        ("b-suspend-1", Leaf::Suspends(1)),
        ("b-suspend-4", Leaf::Suspends(4)),
        ("b-suspend-16", Leaf::Suspends(16)),
        ("c-state-64", Leaf::Holds64),
        ("c-state-1024", Leaf::Holds1024),
        ("c-state-16384", Leaf::Holds16384),
    ];

    /// An object of one of the types, chosen where the optimiser cannot see it.
    pub(crate) fn make<T>(
        self,
        ready: impl FnOnce(Ready) -> T,
        suspends: impl FnOnce(Suspends) -> T,
        holds_64: impl FnOnce(Holds<64>) -> T,
        holds_1024: impl FnOnce(Holds<1024>) -> T,
        holds_16384: impl FnOnce(Holds<16384>) -> T,
    ) -> T {
        match black_box(self) {
            Leaf::Ready => ready(Ready::default()),
            Leaf::Suspends(times) => suspends(Suspends { total: 0, times }),
            Leaf::Holds64 => holds_64(Holds { total: 0 }),
            Leaf::Holds1024 => holds_1024(Holds { total: 0 }),
            Leaf::Holds16384 => holds_16384(Holds { total: 0 }),
        }
    }
}

impl Suspends {
    /// An object for a caller that knows its type.
    pub fn new(times: u32) -> Self {
        Suspends { total: 0, times: black_box(times) }
    }
}

impl<const N: usize> Default for Holds<N> {
    fn default() -> Self {
        Holds { total: 0 }
    }
}
