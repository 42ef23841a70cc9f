//! Arguments and outputs.

use crate::model::{Argument, Call, Method, Output, Program, Receiver};

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
            Argument::Number => (None, format!("number({value})")),
            Argument::Token => (None, "Token::new()".to_owned()),
            Argument::OptionalToken => {
                (None, format!("(number({value}) & 1 == 0).then(Token::new)"))
            }
            Argument::Wide => (None, format!("[number({value}); 9]")),
            Argument::Aligned => (None, format!("Aligned::new(number({value}))")),
            Argument::Nothing => (None, "Nothing".to_owned()),
            Argument::Text => (None, format!("\"text {value}\"")),
            Argument::Bytes => {
                (Some(format!("[number({value}) as u8; {few}]")), format!("&{owner}[..]"))
            }
            Argument::BytesMut => {
                (Some(format!("[number({value}) as u8; {few}]")), format!("&mut {owner}[..]"))
            }
            Argument::NumberMut => (Some(format!("number({value})")), format!("&mut {owner}")),
            Argument::TokenRef => (Some("Token::new()".to_owned()), format!("&{owner}")),
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

/// The name of a method with its trait, as an expression.
pub(super) fn path(call: &Call) -> String {
    format!("T{0}::m{0}_{1}", call.trait_, call.method)
}

/// From the name to the output.
pub(super) fn signature(
    program: &Program,
    trait_: usize,
    method: usize,
    in_trait: bool,
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
        Receiver::Pinned if in_trait => "self: Pin<&mut Self>",
        Receiver::Pinned => "mut self: Pin<&mut Self>",
        Receiver::Value if in_trait => "self",
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
        };
        inputs += &format!(", a{i}: {text}");
    }
    let generics = if lends.is_some() { "<'x>" } else { "" };
    let output = match output {
        Output::Associated if in_trait => format!("Self::Out{trait_}"),
        Output::Associated => {
            output_type(program.traits[trait_].associated.as_ref().expect("the trait has one"))
        }
        output => output_type(output),
    };
    Signature { head: format!("m{trait_}_{method}{generics}({inputs})"), output }
}

pub(super) struct Signature {
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
pub(super) fn output_value(program: &Program, trait_: usize, method: usize) -> String {
    let Method { receiver, output, .. } = &program.traits[trait_].methods[method];
    let of_self = match receiver {
        Receiver::Pinned => format!("T{trait_}::state{trait_}(self.into_ref().get_ref())"),
        _ => format!("T{trait_}::state{trait_}(&*self)"),
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
