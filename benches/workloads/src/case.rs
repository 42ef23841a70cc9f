//! One workload for one contestant.

use std::fmt;

/// A way to call a method of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contestant {
    Floor,
    CoroutineCall,
    PollObject,
    DirectCall,
    Scope,
    HeapBinding,
    InlineBinding,
    InHeapPlace,
    InInlinePlace,
    AsyncTrait,
    Dynosaur,
    DynifyStack,
    DynifyHeap,
    Stackfuture,
    BoxFuture,
}

impl Contestant {
    /// In the order of the tables.
    pub const ALL: [Contestant; 15] = [
        Contestant::Floor,
        Contestant::CoroutineCall,
        Contestant::PollObject,
        Contestant::DirectCall,
        Contestant::Scope,
        Contestant::HeapBinding,
        Contestant::InlineBinding,
        Contestant::InHeapPlace,
        Contestant::InInlinePlace,
        Contestant::AsyncTrait,
        Contestant::Dynosaur,
        Contestant::DynifyStack,
        Contestant::DynifyHeap,
        Contestant::Stackfuture,
        Contestant::BoxFuture,
    ];

    /// The name in results, tables and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Contestant::Floor => "static",
            Contestant::CoroutineCall => "coroutine-call",
            Contestant::PollObject => "poll-object",
            Contestant::DirectCall => "direct-call",
            Contestant::Scope => "scope",
            Contestant::HeapBinding => "heap-binding",
            Contestant::InlineBinding => "inline-binding",
            Contestant::InHeapPlace => "in-place-heap",
            Contestant::InInlinePlace => "in-place-inline",
            Contestant::AsyncTrait => "async-trait",
            Contestant::Dynosaur => "dynosaur",
            Contestant::DynifyStack => "dynify-stack",
            Contestant::DynifyHeap => "dynify-heap",
            Contestant::Stackfuture => "stackfuture",
            Contestant::BoxFuture => "box-future",
        }
    }
}

impl fmt::Display for Contestant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a run gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The sum of what the calls gave, which is the same for all contestants.
    pub sum: u64,
    /// The size of the future that makes the calls: the part of the memory that is in a frame.
    pub frame: usize,
}

/// Makes a number of calls, one after the other.
pub type Run = Box<dyn FnMut(u64) -> Outcome>;

/// One workload for one contestant.
pub struct Case {
    pub workload: String,
    pub contestant: Contestant,
    /// How many calls make a run long enough to be measured and short enough to be waited for.
    pub calls: u64,
    /// The same for callgrind, which is slow.
    pub counted: u64,
    /// How many are made before that: what the first one alone costs is not a call's.
    pub warm_up: u64,
    /// Makes the objects, so that what the run does is calls alone.
    pub make: Box<dyn Fn() -> Run>,
}

impl Case {
    /// A case whose calls are short.
    pub(crate) fn new(
        workload: impl Into<String>,
        contestant: Contestant,
        make: impl Fn() -> Run + 'static,
    ) -> Self {
        Case {
            workload: workload.into(),
            contestant,
            calls: 1000,
            counted: 1000,
            warm_up: 8,
            make: Box::new(make),
        }
    }

    /// Whether other threads do a part of the work.
    pub fn has_threads(&self) -> bool {
        self.workload.starts_with("g-")
    }

    /// Whether the calls are promised to allocate nothing, after the first.
    pub fn allocates_nothing(&self) -> bool {
        use Contestant::{HeapBinding, InHeapPlace, InInlinePlace, InlineBinding, Scope};
        // In the others objects and tasks are made in the run, tokio allocates for its own, or more
        // calls of an object run at once than its binding has room for.
        let others = ["f-", "g-", "h-", "i-", "k-shared-64", "l-"];
        !others.iter().any(|start| self.workload.starts_with(start))
            && matches!(
                self.contestant,
                HeapBinding | InHeapPlace | InInlinePlace | InlineBinding | Scope
            )
    }

    /// The name of the case: `WORKLOAD/CONTESTANT`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.workload, self.contestant)
    }
}
