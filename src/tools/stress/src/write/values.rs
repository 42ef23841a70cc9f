//! Arguments and outputs.

use super::Family;
use crate::model::{Argument, Call, Method, Output, Part, Pattern, Program, Receiver, Variable};

/// The arguments of one call.
#[derive(Default)]
pub(super) struct Arguments {
    /// Statements that make what is borrowed, then the arguments themselves.
    pub before: Vec<String>,
    /// The names of the arguments, separated by commas, each after a comma.
    pub names: String,
    /// Statements that trace what was borrowed mutably.
    pub after: Vec<String>,
}

/// `suffix` keeps the names of different calls apart.
pub(super) fn arguments(program: &Program, call: &Call, suffix: &str) -> Arguments {
    let mut made = Arguments::default();
    for (i, (argument, value)) in
        program.method(call).arguments.iter().zip(&call.values).enumerate()
    {
        let owner = format!("owner{suffix}_{i}");
        let few = value % 13;
        let (owned, expression) = match argument {
            Argument::Text => (None, format!("\"text {value}\"")),
            Argument::Bytes => {
                (Some(format!("[number({value}) as u8; {few}]")), format!("&{owner}[..]"))
            }
            Argument::BytesMut => {
                (Some(format!("[number({value}) as u8; {few}]")), format!("&mut {owner}[..]"))
            }
            Argument::NumberMut => (Some(format!("number({value})")), format!("&mut {owner}")),
            Argument::TokenRef => (Some("Token::new()".to_owned()), format!("&{owner}")),
            owned => (None, fresh(*owned, &format!("number({value})"))),
        };
        if let Some(owned) = owned {
            made.before.push(format!("let mut {owner} = {owned};"));
        }
        made.before.push(format!("let argument{suffix}_{i} = {expression};"));
        made.names += &format!(", argument{suffix}_{i}");
        match argument {
            Argument::BytesMut => made.after.push(format!("value(Digest::digest(&{owner}[..]));")),
            Argument::NumberMut => made.after.push(format!("value({owner});")),
            _ => {}
        }
    }
    made
}

/// A value of a type that borrows nothing, made with a number.
pub(super) fn fresh(type_: Argument, number: &str) -> String {
    match type_ {
        Argument::Number => number.to_owned(),
        Argument::Token => "Token::new()".to_owned(),
        Argument::OptionalToken => format!("({number} & 1 == 0).then(Token::new)"),
        Argument::Wide => format!("[{number}; 9]"),
        Argument::Aligned => format!("Aligned::new({number})"),
        Argument::Nothing => "Nothing".to_owned(),
        Argument::Numbers => format!("({number}, 5)"),
        Argument::Pair => format!("(Token::new(), {number})"),
        Argument::Parts | Argument::Packed | Argument::Destroyed => {
            format!("{type_:?}::new({number})")
        }
        Argument::Fragile { point } => format!("Fragile(Token::new(), {point})"),
        _ => unreachable!("made where its owner is"),
    }
}

/// An argument, as a parameter.
fn parameter(argument: usize, type_: Argument, pattern: Pattern) -> String {
    let taken_apart = |by: &str, only: Option<usize>| {
        let parts = (0..type_.parts().len()).map(|part| {
            let named = only.is_none_or(|only| only == part);
            let name = if named { format!("{by}a{argument}_{part}") } else { "_".to_owned() };
            if is_tuple(type_) { name } else { format!("p{part}: {name}") }
        });
        let parts = parts.collect::<Vec<_>>().join(", ");
        match type_ {
            Argument::Parts => format!("Parts {{ {parts} }}"),
            Argument::Packed | Argument::Destroyed => format!("{type_:?} {{ {parts}, .. }}"),
            _ => format!("({parts})"),
        }
    };
    match pattern {
        Pattern::Name => format!("a{argument}"),
        Pattern::Mutable => format!("mut a{argument}"),
        Pattern::Ignored => "_".to_owned(),
        Pattern::Reference => format!("ref a{argument}"),
        Pattern::ReferenceMut => format!("ref mut a{argument}"),
        Pattern::Parts => taken_apart("mut ", None),
        Pattern::Part(part) => taken_apart("mut ", Some(part)),
        Pattern::WholeAndPart(part) => {
            let (whole, by) =
                if type_ == Argument::Numbers { ("", "mut ") } else { ("ref ", "ref ") };
            format!("{whole}a{argument} @ {}", taken_apart(by, Some(part)))
        }
    }
}

fn is_tuple(type_: Argument) -> bool {
    matches!(type_, Argument::Pair | Argument::Numbers)
}

/// What a variable is called, and its type.
pub(super) fn variable(types: &[Argument], variable: Variable) -> (String, Argument) {
    let Variable { argument, part } = variable;
    let type_ = types[argument];
    match part {
        None => (format!("a{argument}"), type_),
        Some(Part::Named(part)) => (format!("a{argument}_{part}"), type_.parts()[part]),
        Some(Part::Field(part)) => {
            let p = if is_tuple(type_) { "" } else { "p" };
            (format!("a{argument}.{p}{part}"), type_.parts()[part])
        }
    }
}

/// The name of a method with its trait, as an expression.
pub(super) fn path(family: Family, call: &Call) -> String {
    format!("{family}{0}::m{0}_{1}", call.trait_, call.method)
}

/// From the name to the output. Without a body there are no patterns.
pub(super) fn signature(
    program: &Program,
    trait_: usize,
    method: usize,
    in_trait: bool,
    patterns: Option<&[Pattern]>,
) -> Signature {
    let Method { receiver, arguments, output, .. } = &program.traits[trait_].methods[method];
    let lends = match output {
        Output::OfArgument(argument) => Some(*argument),
        _ => None,
    };
    let mut inputs = match receiver {
        Receiver::Shared => "&self",
        Receiver::Exclusive => "&mut self",
        // Parameters in a trait cannot be patterns, unless there is a body.
        Receiver::Pinned if patterns.is_none() => "self: Pin<&mut Self>",
        Receiver::Pinned => "mut self: Pin<&mut Self>",
        Receiver::Value if patterns.is_none() => "self",
        Receiver::Value => "mut self",
    }
    .to_owned();
    for (i, argument) in arguments.iter().enumerate() {
        let text = match argument {
            Argument::Number => "u64",
            Argument::Token => "Token",
            Argument::OptionalToken => "Option<Token>",
            Argument::Wide => "Wide",
            Argument::Aligned => "Aligned",
            Argument::Nothing => "Nothing",
            Argument::Bytes if lends == Some(i) => "&'x [u8]",
            Argument::Bytes => "&[u8]",
            Argument::Text => "&str",
            Argument::BytesMut => "&mut [u8]",
            Argument::NumberMut => "&mut u64",
            Argument::TokenRef => "&Token",
            Argument::Numbers => "(u64, u64)",
            Argument::Pair => "(Token, u64)",
            Argument::Parts => "Parts",
            Argument::Packed => "Packed",
            Argument::Destroyed => "Destroyed",
            Argument::Fragile { .. } => "Fragile",
        };
        let pattern = patterns.map_or(Pattern::Name, |patterns| patterns[i]);
        inputs += &format!(", {}: {text}", parameter(i, *argument, pattern));
    }
    let generics = if lends.is_some() { "<'x>" } else { "" };
    let output = match output {
        Output::Associated if in_trait => format!("Self::Out{trait_}"),
        Output::Associated => {
            output_type(program.traits[trait_].associated.as_ref().expect("the trait has one"))
        }
        output => output_type(output),
    };
    Signature { name: format!("{trait_}_{method}"), head: format!("{generics}({inputs})"), output }
}

pub(super) struct Signature {
    /// What the method's names end with.
    pub name: String,
    pub head: String,
    pub output: String,
}

pub(super) fn output_type(output: &Output) -> String {
    match output {
        Output::Unit => "()",
        Output::Number => "u64",
        Output::Token => "Token",
        Output::OptionalToken => "Option<Token>",
        Output::Wide => "Wide",
        Output::Aligned => "Aligned",
        Output::Fallible => "Fallible",
        Output::NumberOfSelf => "&u64",
        Output::TokenOfSelf => "&Token",
        Output::OfArgument(_) => "&'x [u8]",
        Output::Associated => unreachable!("written as what it is"),
    }
    .to_owned()
}

/// The output's value at the end of a body.
pub(super) fn output_value(
    program: &Program,
    family: Family,
    (trait_, method): (usize, usize),
) -> String {
    let Method { receiver, output, .. } = &program.traits[trait_].methods[method];
    let of_self = match receiver {
        Receiver::Pinned => format!("{family}{trait_}::state{trait_}(self.into_ref().get_ref())"),
        _ => format!("{family}{trait_}::state{trait_}(&*self)"),
    };
    let output = match output {
        Output::Associated => program.traits[trait_].associated.as_ref().expect("there is one"),
        output => output,
    };
    match output {
        Output::Unit => "()".to_owned(),
        Output::Number => "acc".to_owned(),
        Output::Token => "Token::new()".to_owned(),
        Output::OptionalToken => "(acc & 1 == 0).then(Token::new)".to_owned(),
        Output::Wide => "[acc; 9]".to_owned(),
        Output::Aligned => "Aligned::new(acc)".to_owned(),
        Output::Fallible => "if acc & 1 == 0 { Ok(acc) } else { Err(Token::new()) }".to_owned(),
        Output::NumberOfSelf => format!("&{of_self}.number"),
        Output::TokenOfSelf => format!("&{of_self}.token"),
        Output::OfArgument(argument) => format!("a{argument}"),
        Output::Associated => unreachable!("not an associated type of itself"),
    }
}
