//! What bodies do with their arguments.

use super::Generator;
use crate::model::{Argument, Output, Part, Pattern, Step, Style, Variable};

/// What a body has of its arguments, where it is being made.
pub(super) struct Arguments {
    /// What can be read there.
    have: Vec<Have>,
    /// What can be given another value, whether or not it has one.
    mutable: Vec<Have>,
    /// Nothing is moved in a loop, which may come to it again.
    may_move: bool,
}

#[derive(Clone, Copy, PartialEq)]
struct Have {
    variable: Variable,
    type_: Argument,
    owned: bool,
    mutable: bool,
    /// It may not be aligned, so that nobody can refer to it.
    packed: bool,
}

/// What there was before some steps that may be left out.
pub(super) struct Before {
    have: Vec<Have>,
    may_move: bool,
}

impl Arguments {
    pub(super) fn new(types: &[Argument], patterns: &[Pattern]) -> Self {
        let mut have = Vec::new();
        for (argument, (&type_, &pattern)) in types.iter().zip(patterns).enumerate() {
            let owned = !type_.is_borrowed();
            let copied = type_ == Argument::Numbers;
            let whole = Have {
                variable: Variable { argument, part: None },
                type_,
                owned: owned && matches!(pattern, Pattern::Name | Pattern::Mutable),
                mutable: matches!(pattern, Pattern::Mutable | Pattern::ReferenceMut),
                packed: false,
            };
            let part = |part: usize, owned| Have {
                variable: Variable { argument, part: Some(Part::Named(part)) },
                type_: type_.parts()[part],
                owned,
                mutable: owned,
                packed: false,
            };
            match pattern {
                Pattern::Ignored => {}
                Pattern::Parts => have.extend((0..type_.parts().len()).map(|n| part(n, true))),
                Pattern::Part(n) => have.push(part(n, true)),
                Pattern::WholeAndPart(n) => have.extend([whole, part(n, copied)]),
                _ => have.push(whole),
            }
        }
        let mutable = have.iter().filter(|have| have.mutable).copied().collect();
        Arguments { have, mutable, may_move: true }
    }

    /// For steps that are done at most once, or many times.
    pub(super) fn enter(&mut self, once: bool) -> Before {
        let before = Before { have: self.have.clone(), may_move: self.may_move };
        self.may_move &= once;
        before
    }

    /// Behind these: what they have moved is not there, nor what only they have made.
    pub(super) fn leave(&mut self, before: Before) {
        self.have.retain(|have| before.have.contains(have));
        self.may_move = before.may_move;
    }

    /// For what is moved. What is moved out of something leaves the other parts there.
    fn remove(&mut self, moved: Have) {
        let Variable { argument, part } = moved.variable;
        let Some(Part::Field(part)) = part else {
            return self.have.retain(|have| have.variable != moved.variable);
        };
        let whole = Variable { argument, part: None };
        if let Some(at) = self.have.iter().position(|have| have.variable == whole) {
            let whole = self.have.remove(at);
            self.have.extend(whole.fields());
        }
        let moved = Variable { argument, part: Some(Part::Field(part)) };
        self.have.retain(|have| have.variable != moved);
    }

    /// For what has another value.
    fn put(&mut self, assigned: Have) {
        let Variable { argument, part } = assigned.variable;
        if part.is_none() {
            let is_field = |have: &Have| matches!(have.variable.part, Some(Part::Field(_)));
            self.have.retain(|have| have.variable.argument != argument || !is_field(have));
        }
        if !self.have.contains(&assigned) {
            self.have.push(assigned);
        }
    }
}

impl Have {
    fn fields(self) -> Vec<Have> {
        let field = |(n, type_): (usize, &Argument)| Have {
            variable: Variable { part: Some(Part::Field(n)), ..self.variable },
            type_: *type_,
            packed: self.type_ == Argument::Packed,
            ..self
        };
        self.type_.parts().iter().enumerate().map(field).collect()
    }

    fn can_be_used(&self) -> bool {
        !self.packed || self.type_ == Argument::Number
    }
}

impl Generator {
    /// How a body binds its arguments.
    pub(super) fn patterns(&mut self, trait_: usize, method: usize, style: Style) -> Vec<Pattern> {
        let method = &self.program.traits[trait_].methods[method];
        let (types, output) = (method.arguments.clone(), method.output);
        let mut patterns = Vec::new();
        for (n, type_) in types.into_iter().enumerate() {
            patterns.push(if output == Output::OfArgument(n) {
                Pattern::Name
            } else {
                self.pattern(type_, style)
            });
        }
        patterns
    }

    fn pattern(&mut self, type_: Argument, style: Style) -> Pattern {
        let mut patterns = vec![Pattern::Name, Pattern::Name, Pattern::Name, Pattern::Ignored];
        if !type_.is_borrowed() {
            patterns.extend([Pattern::Mutable, Pattern::Mutable]);
            // A block that is returned cannot refer to the function's arguments.
            let can_refer = !matches!(style, Style::Explicit { .. });
            if can_refer {
                patterns.extend([Pattern::Reference, Pattern::ReferenceMut]);
            }
            let parts = type_.parts().len();
            if parts > 0 {
                let part = self.number(0..=parts - 1);
                patterns.extend([Pattern::Parts, Pattern::Parts, Pattern::Part(part)]);
                if type_ == Argument::Numbers || can_refer && type_ != Argument::Packed {
                    patterns.extend([Pattern::WholeAndPart(part); 2]);
                }
            }
        }
        self.one_of(&patterns)
    }

    /// A step that does something with an argument, if there is one for it.
    pub(super) fn step_of(&mut self, arguments: &mut Arguments) -> Option<Step> {
        match self.number(0..=4) {
            0 | 1 => {
                let used: Vec<_> =
                    arguments.have.iter().filter(|have| have.can_be_used()).copied().collect();
                (!used.is_empty()).then(|| Step::Use { variable: self.one_of(&used).variable })
            }
            2 => {
                let have = &arguments.have;
                let mut assigned = arguments.mutable.clone();
                assigned.extend(have.iter().filter(|have| {
                    have.mutable && matches!(have.variable.part, Some(Part::Field(_)))
                }));
                if assigned.is_empty() {
                    return None;
                }
                let assigned = self.one_of(&assigned);
                arguments.put(assigned);
                Some(Step::Assign { variable: assigned.variable })
            }
            _ if !arguments.may_move => None,
            3 => {
                let moved = self.moved(arguments)?;
                Some(Step::Take { variable: moved, local: self.local() })
            }
            _ => Some(Step::DropArgument { variable: self.moved(arguments)? }),
        }
    }

    /// What is moved, or moved out of what is there.
    fn moved(&mut self, arguments: &mut Arguments) -> Option<Variable> {
        let owned = arguments.have.iter().filter(|have| have.owned);
        let mut moved: Vec<_> = owned.clone().copied().collect();
        moved.extend(owned.filter(|have| have.variable.part.is_none()).flat_map(|h| h.fields()));
        if moved.is_empty() {
            return None;
        }
        let moved = self.one_of(&moved);
        arguments.remove(moved);
        Some(moved.variable)
    }
}
