//! What a random program is made of.
//!
//! The model knows nothing of Rust's syntax but the names of things; [`write`](crate::write) turns
//! it into source, each section three times: on trait objects, on the concrete types, and on these
//! with methods that are free functions.

mod bodies;

pub use self::bodies::{Body, Part, Pattern, Point, Step, Style, Variable};

/// A whole program.
#[derive(Clone, Debug)]
pub struct Program {
    pub seed: u64,
    /// Whether objects are `dyn Trait + Send + Sync`, and calls move between threads.
    pub send: bool,
    pub traits: Vec<Trait>,
    pub types: Vec<Type>,
    pub sections: Vec<Section>,
}

/// What the compiler at hand can do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Features {
    /// Calls are `Send`, so that they may move between threads.
    pub send: bool,
    /// Methods may take `self`.
    pub by_value: bool,
}

/// Which receivers the methods of a trait and its supertraits have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receivers {
    pub exclusive: bool,
    pub pinned: bool,
    /// Such a trait is implemented only for bindings that own their object.
    pub value: bool,
}

impl Receivers {
    /// Those of a trait that has both as supertraits.
    pub fn and(self, other: Receivers) -> Receivers {
        Receivers {
            exclusive: self.exclusive || other.exclusive,
            pinned: self.pinned || other.pinned,
            value: self.value || other.value,
        }
    }

    /// Whether there is a pointer whose binding implements the trait: none both pins its object and
    /// lets it be moved out.
    pub fn have_a_pointer(self) -> bool {
        !(self.pinned && self.value)
    }

    /// Both `&mut self` and `Pin<&mut Self>`: the trait must be a subtrait of `Unpin`, or no
    /// pointer could serve both.
    pub fn mixed(self) -> bool {
        self.exclusive && self.pinned
    }

    /// What a pointer must give for all methods to be called through it.
    pub fn access(self) -> Access {
        match self {
            Receivers { pinned: true, .. } => Access::Pinned,
            Receivers { exclusive: true, .. } => Access::Exclusive,
            _ => Access::Shared,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Trait {
    /// Indices of the direct supertraits, all lower than that of the trait.
    pub supertraits: Vec<usize>,
    /// Those of the trait and of its supertraits.
    pub receivers: Receivers,
    /// The type that all implementations give the trait's associated type, if it has one.
    pub associated: Option<Output>,
    pub methods: Vec<Method>,
}

#[derive(Clone, Debug)]
pub struct Method {
    pub receiver: Receiver,
    pub arguments: Vec<Argument>,
    pub output: Output,
    pub default: Option<Body>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    Shared,
    Exclusive,
    Pinned,
    Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    Number,
    Token,
    OptionalToken,
    Wide,
    Aligned,
    Nothing,
    Bytes,
    Text,
    BytesMut,
    NumberMut,
    TokenRef,
    /// A tuple of numbers, which is copied.
    Numbers,
    /// A tuple with a token.
    Pair,
    /// A struct with tokens.
    Parts,
    /// A packed struct with a token.
    Packed,
    /// A struct with a destructor, and a number that can be copied out of it.
    Destroyed,
    /// A value whose drop can be told to panic.
    Fragile {
        point: Point,
    },
}

impl Argument {
    /// What it can be taken apart into.
    pub fn parts(self) -> &'static [Argument] {
        match self {
            Argument::Numbers => &[Argument::Number, Argument::Number],
            Argument::Pair | Argument::Packed => &[Argument::Token, Argument::Number],
            Argument::Destroyed => &[Argument::Number],
            Argument::Parts => &[Argument::Token, Argument::Number, Argument::Token],
            _ => &[],
        }
    }

    /// Whether it borrows from the caller, so that there is nothing to be moved or made anew.
    pub fn is_borrowed(self) -> bool {
        use Argument::*;
        matches!(self, Bytes | Text | BytesMut | NumberMut | TokenRef)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Unit,
    Number,
    Token,
    OptionalToken,
    Wide,
    Aligned,
    Fallible,
    /// `&u64` that borrows from `self`.
    NumberOfSelf,
    /// `&Token` that borrows from `self`.
    TokenOfSelf,
    /// `&[u8]` that borrows from the argument with this index.
    OfArgument(usize),
    /// The trait's associated type.
    Associated,
}

/// A method with the values of its arguments.
#[derive(Clone, Debug)]
pub struct Call {
    pub trait_: usize,
    pub method: usize,
    pub values: Vec<u64>,
}

/// A type that implements a trait and all of its supertraits.
#[derive(Clone, Debug)]
pub struct Type {
    pub trait_: usize,
    /// Holds another object that implements the same trait.
    pub decorator: bool,
    pub size: usize,
    pub align: usize,
    pub phantom_pinned: bool,
    /// Bodies of the methods by trait and method; `None` is the default body.
    pub bodies: Vec<(usize, Vec<Option<Body>>)>,
}

impl Type {
    pub fn body(&self, trait_: usize, method: usize) -> Option<&Body> {
        let (_, bodies) = self.bodies.iter().find(|(of, _)| *of == trait_)?;
        bodies[method].as_ref()
    }
}

/// An object, and how it is used from its making to its end.
#[derive(Clone, Debug)]
pub struct Section {
    /// Indices of types: decorators from the outermost on, then the object inside.
    pub object: Vec<usize>,
    /// The trait of the trait object that is made first.
    pub view: usize,
    pub holder: Holder,
    pub blocks: Vec<Block>,
}

/// What the object is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Stack,
    Boxed,
    PinnedStack,
    PinnedBox,
    Rc,
    Arc,
    /// With static calls, a box.
    MoveRef,
}

/// What can be done with a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Shared,
    Exclusive,
    Pinned,
}

impl Holder {
    pub fn access(self) -> Access {
        match self {
            Holder::Stack | Holder::Boxed | Holder::MoveRef => Access::Exclusive,
            Holder::PinnedStack | Holder::PinnedBox => Access::Pinned,
            Holder::Rc | Holder::Arc => Access::Shared,
        }
    }

    /// Whether the pointer can be given away with its object.
    pub fn is_owning(self) -> bool {
        !matches!(self, Holder::Stack | Holder::PinnedStack)
    }
}

/// One thing that is done with an object.
#[derive(Clone, Debug)]
pub enum Block {
    /// One call.
    Single(Started),
    /// Calls of `&self` methods at once. Each act names a call by its index.
    Together { calls: Vec<Started>, acts: Vec<(usize, Act)> },
    /// A generic function that awaits one call after another.
    Script { calls: Vec<Call>, fail: Fail, acts: Vec<Act> },
    /// The trait's plain method.
    Poke { trait_: usize, by: u64 },
    /// The blocks, on the object as one of a supertrait.
    Upcast { to: usize, blocks: Vec<Block> },
    /// The blocks, on a binding of the object.
    Bind { place: BindingPlace, owned: bool, blocks: Vec<Block> },
    /// The blocks, on a binding as a trait object.
    Erase { blocks: Vec<Block> },
    /// The blocks, on a binding that has another object meanwhile.
    Replace { object: Vec<usize>, blocks: Vec<Block> },
    /// The blocks on an owning binding, then a by-value call. Only ever the last block of a
    /// section.
    Consume { place: BindingPlace, blocks: Vec<Block>, started: Started },
}

impl Block {
    /// What happens to the calls in the block.
    pub fn each_act(&mut self, do_it: &mut impl FnMut(&mut Act)) {
        let (started, blocks) = match self {
            Block::Single(started) => (Some(started), None),
            Block::Consume { blocks, started, .. } => (Some(started), Some(blocks)),
            Block::Upcast { blocks, .. }
            | Block::Bind { blocks, .. }
            | Block::Erase { blocks }
            | Block::Replace { blocks, .. } => (None, Some(blocks)),
            Block::Together { acts, .. } => {
                return acts.iter_mut().for_each(|(_, act)| do_it(act));
            }
            Block::Script { acts, .. } => return acts.iter_mut().for_each(do_it),
            Block::Poke { .. } => return,
        };
        started.into_iter().flat_map(|started| &mut started.acts).for_each(&mut *do_it);
        blocks.into_iter().flatten().for_each(|block| block.each_act(do_it));
    }
}

/// A call, where it runs, and what happens to it.
#[derive(Clone, Debug)]
pub struct Started {
    pub call: Call,
    pub place: Place,
    pub fail: Fail,
    /// What happens to it the first time that the program does all of this. In later rounds the
    /// program makes it up by itself.
    pub acts: Vec<Act>,
}

/// Which point panics in a call.
#[derive(Clone, Debug, Default)]
pub struct Fail {
    /// In the first round.
    pub first: Option<Point>,
    /// One of these in later rounds.
    pub later: Vec<Point>,
}

/// The place of a call on an object that is no binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The call finds its own.
    Direct,
    /// It tries one that is too small first.
    TooSmall,
    /// The section's heap place.
    Heap,
    /// The section's heap place as a `dyn ObjectPlace`.
    Dyn,
    /// A heap place that the call owns.
    OwnHeap,
    /// An inline place that is exactly as large as the machine.
    Inline,
}

/// The place of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingPlace {
    Heap,
    SectionHeap,
    Dyn,
    Inline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Polls so many times, unless the call is done before.
    Poll(u32),
    /// The same, on a thread of its own.
    PollElsewhere(u32),
    /// Polls to the end.
    Complete,
    /// Polls a call that is done, which must panic.
    PollAgain,
    /// Cancels it, and uses its place again, if it is in one.
    IntoPlace,
    Cancel,
    CancelElsewhere,
    Leak,
}

impl Program {
    /// The trait and all of its supertraits, in the order of their indices.
    pub fn closure(&self, trait_: usize) -> Vec<usize> {
        closure(&self.traits, trait_)
    }

    pub fn method(&self, call: &Call) -> &Method {
        &self.traits[call.trait_].methods[call.method]
    }
}

/// The trait and all of its supertraits, in the order of their indices.
pub fn closure(traits: &[Trait], trait_: usize) -> Vec<usize> {
    let mut found = vec![trait_];
    let mut at = 0;
    while at < found.len() {
        for &above in &traits[found[at]].supertraits {
            if !found.contains(&above) {
                found.push(above);
            }
        }
        at += 1;
    }
    found.sort_unstable();
    found
}
