//! Traits and the types that implement them.

use super::Generator;
use super::bodies::Scene;
use crate::model::{Argument, Method, Output, Receiver, Receivers, Trait, Type, closure};

const ARGUMENTS: [Argument; 18] = [
    Argument::Number,
    Argument::Token,
    Argument::OptionalToken,
    Argument::Wide,
    Argument::Aligned,
    Argument::Nothing,
    Argument::Bytes,
    Argument::Text,
    Argument::BytesMut,
    Argument::NumberMut,
    Argument::TokenRef,
    Argument::Numbers,
    Argument::Pair,
    Argument::Parts,
    Argument::Packed,
    Argument::Destroyed,
    Argument::Fragile { point: 0 },
    Argument::Fragile { point: 0 },
];

const OUTPUTS: [Output; 9] = [
    Output::Unit,
    Output::Number,
    Output::Token,
    Output::OptionalToken,
    Output::Wide,
    Output::Aligned,
    Output::Fallible,
    Output::NumberOfSelf,
    Output::TokenOfSelf,
];

/// Types that can be told without a lifetime.
const OWNED: [Output; 4] = [Output::Number, Output::Token, Output::Wide, Output::Fallible];

impl Generator {
    pub(super) fn make_trait(&mut self) -> Trait {
        let number = self.program.traits.len();
        let mut supertraits = Vec::new();
        let mut receivers = Receivers::default();
        while number > 0 && supertraits.len() < 2 && self.chance(40) {
            let above = self.number(0..=number - 1);
            let joined = receivers.and(self.program.traits[above].receivers);
            if !supertraits.contains(&above) && joined.have_a_pointer() {
                supertraits.push(above);
                receivers = joined;
            }
        }
        let palette = self.one_of(&[
            &[Receiver::Shared][..],
            &[Receiver::Shared, Receiver::Exclusive],
            &[Receiver::Exclusive],
            &[Receiver::Shared, Receiver::Pinned],
            &[Receiver::Shared, Receiver::Exclusive, Receiver::Pinned],
        ]);
        let mut palette = palette.to_vec();
        // As for the supertraits, what is added must leave a pointer that can be bound.
        if receivers.value {
            palette.retain(|receiver| *receiver != Receiver::Pinned);
        } else if receivers.pinned || palette.contains(&Receiver::Pinned) {
        } else if self.features.by_value && self.chance(60) {
            palette.push(Receiver::Value);
        }
        let associated = self.chance(30).then(|| self.one_of(&OWNED));
        let mut methods: Vec<Method> = Vec::new();
        for _ in 0..self.number(1..=6) {
            let receiver = self.one_of(&palette);
            receivers.exclusive |= receiver == Receiver::Exclusive;
            receivers.pinned |= receiver == Receiver::Pinned;
            receivers.value |= receiver == Receiver::Value;
            let arguments: Vec<_> = (0..self.few(5)).map(|_| self.argument()).collect();
            let output = self.output(receiver, &arguments, associated.is_some());
            methods.push(Method { receiver, arguments, output, default: None });
        }
        // Bodies call methods of what is in the program already.
        self.program.traits.push(Trait { supertraits, receivers, associated, methods });
        for method in 0..self.program.traits[number].methods.len() {
            let output = self.program.traits[number].methods[method].output;
            if output != Output::Associated && self.chance(25) {
                let body =
                    self.body(Scene { trait_: number, method, decorates: None, default: true });
                self.program.traits[number].methods[method].default = Some(body);
            }
        }
        self.program.traits.pop().expect("it was pushed above")
    }

    fn argument(&mut self) -> Argument {
        match self.one_of(&ARGUMENTS) {
            Argument::Fragile { .. } => Argument::Fragile { point: self.point() },
            argument => argument,
        }
    }

    fn output(&mut self, receiver: Receiver, arguments: &[Argument], associated: bool) -> Output {
        if associated && self.chance(20) {
            return Output::Associated;
        }
        let bytes = arguments.iter().position(|argument| *argument == Argument::Bytes);
        if let Some(bytes) = bytes
            && self.chance(40)
        {
            return Output::OfArgument(bytes);
        }
        match self.one_of(&OUTPUTS) {
            Output::NumberOfSelf | Output::TokenOfSelf if receiver == Receiver::Value => {
                Output::Number
            }
            output => output,
        }
    }

    pub(super) fn make_type(&mut self, number: usize) -> Type {
        let traits = self.program.traits.len();
        // Each trait has a type of its own at least.
        let trait_ = if number < traits { number } else { self.number(0..=traits - 1) };
        let decorator = number >= traits && self.chance(60);
        let receivers = self.program.traits[trait_].receivers;
        let mut bodies = Vec::new();
        for of in closure(&self.program.traits, trait_) {
            let methods = self.program.traits[of].methods.clone();
            let of_trait = methods.iter().enumerate().map(|(method, of_method)| {
                if of_method.default.is_some() && self.chance(60) {
                    return None;
                }
                let decorates = decorator.then_some(trait_);
                Some(self.body(Scene { trait_: of, method, decorates, default: false }))
            });
            bodies.push((of, of_trait.collect()));
        }
        Type {
            trait_,
            decorator,
            size: self.one_of(&[0, 0, 1, 7, 40, 333]),
            align: self.align(),
            phantom_pinned: !receivers.exclusive && !decorator && self.chance(50),
            bodies,
        }
    }

    pub(super) fn align(&mut self) -> usize {
        if self.chance(3) { 4096 } else { self.one_of(&[1, 1, 2, 4, 8, 16, 32, 64, 256]) }
    }
}
