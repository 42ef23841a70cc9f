//! Bodies of methods.

use super::Call;

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

/// How a body binds an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    Name,
    Mutable,
    Ignored,
    Reference,
    ReferenceMut,
    /// All parts, by mutable names of their own.
    Parts,
    /// One part, and nothing of the others.
    Part(usize),
    /// The whole and one part, which is mutable, of what is copied; else references to both.
    WholeAndPart(usize),
}

/// An argument in a body, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    pub argument: usize,
    pub part: Option<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// With a name of its own.
    Named(usize),
    /// As a field of the argument.
    Field(usize),
}

#[derive(Clone, Debug)]
pub struct Body {
    pub style: Style,
    /// One for each argument.
    pub patterns: Vec<Pattern>,
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
        variable: Variable,
    },
    /// Gives an argument another value.
    Assign {
        variable: Variable,
    },
    /// Moves an argument into a local.
    Take {
        variable: Variable,
        local: u32,
    },
    /// Drops an argument before its time.
    DropArgument {
        variable: Variable,
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
