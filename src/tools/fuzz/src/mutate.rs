//! One program made from one or two others.

mod declarations;
mod pieces;
mod pool;
mod tokens;
mod types;

use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::corpus::{Corpus, Sample};
use crate::source::Tree;

/// What a mutation works with.
pub struct Workshop<'a> {
    pub program: Vec<Tree>,
    pub random: ChaCha8Rng,
    pub corpus: &'a Corpus,
    /// The sample that others are combined with.
    pub other: &'a Sample,
}

impl Workshop<'_> {
    /// One of several, or none of none.
    pub fn choose<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        all.choose(&mut self.random).cloned()
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }
}

/// A kind of mutation: how often it is taken, and what does it. That gives nothing where the
/// program has nothing of the sort.
pub struct Kind {
    pub name: &'static str,
    weight: u32,
    apply: fn(&mut Workshop<'_>) -> Option<()>,
}

impl Kind {
    /// Mutates the program of the workshop; gives whether there was something to mutate.
    pub fn apply(&self, workshop: &mut Workshop<'_>) -> bool {
        (self.apply)(workshop).is_some()
    }
}

const fn kind(name: &'static str, weight: u32, apply: fn(&mut Workshop<'_>) -> Option<()>) -> Kind {
    Kind { name, weight, apply }
}

/// All kinds of mutation. Those that mostly leave what the parser accepts are taken more often.
pub const KINDS: &[Kind] = &[
    kind("drop a token", 2, tokens::drop),
    kind("double a token", 1, tokens::double),
    kind("swap two tokens", 1, tokens::swap),
    kind("rename a word", 4, tokens::rename_one),
    kind("rename all of a word", 3, tokens::rename_all),
    kind("rename a lifetime", 4, tokens::rename_lifetime),
    kind("change a literal", 1, tokens::change_literal),
    kind("empty a group", 2, tokens::empty_group),
    kind("swap two groups", 2, tokens::swap_groups),
    kind("drop a piece", 4, pieces::drop),
    kind("double a piece", 2, pieces::double),
    kind("swap two pieces", 3, pieces::swap),
    kind("move a piece", 4, pieces::move_elsewhere),
    kind("take a piece of another program", 5, pieces::take_over),
    kind("combine with another program", 3, pieces::combine),
    kind("put another program into a module", 2, pieces::combine_in_module),
    kind("drop an attribute", 3, pieces::drop_attribute),
    kind("put an attribute", 5, pieces::put_attribute),
    kind("put a feature", 4, pieces::put_feature),
    kind("put `inline`", 8, declarations::put_inline),
    kind("take `inline` away", 2, declarations::take_inline),
    kind("take `async` away", 3, declarations::take_async),
    kind("put a qualifier", 3, declarations::put_qualifier),
    kind("change the receiver", 6, declarations::change_receiver),
    kind("put a parameter", 4, declarations::put_parameter),
    kind("put a generic parameter", 5, declarations::put_generic),
    kind("put a where clause", 5, declarations::put_where),
    kind("drop a where clause", 3, declarations::drop_where),
    kind("drop a body", 3, declarations::drop_body),
    kind("put a body", 4, declarations::put_body),
    kind("change the item's keyword", 2, declarations::change_item),
    kind("change a type", 9, types::change),
    kind("swap two types", 5, types::swap),
    kind("wrap a type", 5, types::wrap),
    kind("put a bound", 6, types::put_bound),
    kind("drop a bound", 4, types::drop_bound),
];

/// A mutated program.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub trees: Vec<Tree>,
    pub edition: u16,
    /// The number of the folder with the crates that it needs. There is one only: crates of two
    /// folders have the same names.
    pub crates: Option<usize>,
    /// What it was made from, and how.
    pub made: String,
    /// Machine code is made of it too.
    pub is_built: bool,
    /// A number for the choice of flags.
    pub flags: u32,
}

/// The program with a number, of all that a seed stands for.
///
/// # Panics
///
/// Where there is no program to begin with.
#[must_use]
pub fn mutant(corpus: &Corpus, seed: u64, number: u64) -> Mutant {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number);
    let any = |random: &mut ChaCha8Rng| corpus.programs.choose(random).expect("no program");
    let (sample, other) = (any(&mut random), any(&mut random));
    let mut workshop = Workshop { program: sample.trees.clone(), random, corpus, other };
    let mut made = format!("{} with {}", sample.name, other.name);
    let mutations = 1 + (0..5).take_while(|_| workshop.random.random_bool(0.5)).count();
    for _ in 0..mutations {
        // Most kinds find something in most programs.
        for _ in 0..20 {
            let kind = KINDS
                .choose_weighted(&mut workshop.random, |kind| kind.weight)
                .expect("weights are positive");
            if kind.apply(&mut workshop) {
                made += ", ";
                made += kind.name;
                break;
            }
        }
    }
    Mutant {
        is_built: workshop.random.random_bool(0.3),
        flags: workshop.random.random(),
        trees: workshop.program,
        edition: sample.edition,
        crates: sample.crates.or(other.crates),
        made,
    }
}
