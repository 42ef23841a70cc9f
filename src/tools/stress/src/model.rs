//! What a random program is made of.
//!
//! The model knows nothing of Rust's syntax but the names of things; [`write`](crate::write) turns
//! it into source, each section twice: on trait objects and on the concrete types.

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

/// How an implementation writes a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    InlineAsync,
    Async,
    /// `fn … -> impl Future`, with a point before and after a token is made.
    Explicit {
        points: [Point; 2],
    },
}

/// A place in an implementation that is traced when it is passed, and that can be told to panic.
pub type Point = u32;

#[derive(Clone, Debug)]
pub struct Body {
    pub style: Style,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub enum Step {
    Point(Point),
    Suspend(u32),
    /// A local that owns an allocation and is traced.
    Token {
        local: u32,
    },
    /// A local whose drop can be told to panic.
    Fragile {
        local: u32,
        point: Point,
    },
    /// A local of a size and an alignment, with a reference to it that is kept.
    Room {
        local: u32,
        size: usize,
        align: usize,
    },
    /// Looks whether a room still holds what was put there, where it was.
    Check {
        local: u32,
    },
    /// Drops a token or a fragile local before its time.
    Drop {
        local: u32,
    },
    /// Reads an argument, or writes through it.
    Use {
        argument: usize,
    },
    /// Changes the object's state.
    Touch,
    /// Awaits another method of the same object.
    Own(Call),
    /// Awaits a method of the object that a decorator holds.
    Inner(Call),
    /// Runs the steps if a value computed so far is even or odd.
    When {
        odd: bool,
        steps: Vec<Step>,
    },
    /// Runs the steps some times.
    Repeat {
        times: u32,
        steps: Vec<Step>,
    },
}

impl Body {
    /// The points that a call passes, but for those in what it awaits.
    pub fn points(&self) -> Vec<Point> {
        let mut points = Vec::new();
        if let Style::Explicit { points: explicit } = self.style {
            points.extend(explicit);
        }
        collect_points(&self.steps, &mut points);
        points
    }
}

fn collect_points(steps: &[Step], points: &mut Vec<Point>) {
    for step in steps {
        match step {
            Step::Point(point) | Step::Fragile { point, .. } => points.push(*point),
            Step::When { steps, .. } | Step::Repeat { steps, .. } => collect_points(steps, points),
            _ => {}
        }
    }
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
    /// The blocks on an owning binding, then a by-value call. Only ever the last block of a section.
    Consume { place: BindingPlace, blocks: Vec<Block>, started: Started },
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
