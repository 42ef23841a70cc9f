//! Bodies of methods.

use super::values::{arguments, fresh, output_value, path, signature, variable};
use super::{Family, Source};
use crate::model::{Argument, Body, Call, Pattern, Program, Receiver, Step, Style, Variable};

/// Where a method is written with its body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Trait,
    Impl,
    /// As a function that belongs to no trait.
    Free,
}

pub(super) fn write_method(
    program: &Program,
    (trait_, method): (usize, usize),
    body: &Body,
    at: Where,
    out: &mut Source,
) {
    let signature = signature(program, trait_, method, at == Where::Trait, Some(&body.patterns));
    let (family, kind) =
        if at == Where::Free { (Family::Free, "free") } else { (Family::Inline, "m") };
    let (head, output) = (format!("{kind}{}{}", signature.name, signature.head), signature.output);
    let writer = Writer { program, family, trait_, method, patterns: &body.patterns };
    match body.style {
        Style::InlineAsync if at != Where::Free => {
            out.open(format!("inline async fn {head} -> {output} {{"));
        }
        Style::InlineAsync | Style::Async => out.open(format!("async fn {head} -> {output} {{")),
        Style::Explicit { points: [first, second] } => {
            out.open(format!("fn {head} -> impl Future<Output = {output}> {{"));
            out.line(format!("point({first});"));
            out.line("let start = Token::new();");
            out.line(format!("point({second});"));
            out.open("async move {");
            out.line("let start = start;");
            if writer.takes_the_inner_object_alone(&body.steps) {
                // The count of the inner object's box must live as long as the box.
                out.line("let _ = &self.boxed;");
            }
        }
    }
    out.line("let mut acc = 7u64;");
    writer.steps(&body.steps, out);
    out.line(output_value(program, family, (trait_, method)));
    if let Style::Explicit { .. } = body.style {
        out.close("}");
    }
    out.close("}");
}

struct Writer<'a> {
    program: &'a Program,
    family: Family,
    trait_: usize,
    method: usize,
    patterns: &'a [Pattern],
}

impl Writer<'_> {
    fn receiver(&self) -> Receiver {
        self.program.traits[self.trait_].methods[self.method].receiver
    }

    /// Whether an `async` block with the steps may capture no more of `self` than the object inside,
    /// so that the rest is dropped as the method returns.
    fn takes_the_inner_object_alone(&self, steps: &[Step]) -> bool {
        self.receiver() == Receiver::Value
            && steps.iter().any(|step| matches!(step, Step::Inner(_)))
    }

    fn steps(&self, steps: &[Step], out: &mut Source) {
        for step in steps {
            self.step(step, out);
        }
    }

    fn step(&self, step: &Step, out: &mut Source) {
        match step {
            Step::Point(point) => out.line(format!("point({point});")),
            Step::Suspend(times) => out.line(format!("Suspend(times({times})).await;")),
            Step::Token { local } => out.line(format!("let local{local} = Token::new();")),
            Step::Fragile { local, point } => {
                out.line(format!("let local{local} = Fragile(Token::new(), {point});"));
            }
            Step::Room { local, size, align } => {
                out.line(format!("let room{local} = Room{align}::<{size}>::new(acc);"));
                out.line(format!("let local{local} = &room{local};"));
            }
            Step::Check { local } => out.line(format!("acc = mix(acc, local{local}.check());")),
            Step::Drop { local } => out.line(format!("drop(local{local});")),
            Step::Use { variable } => out.line(self.use_of(*variable)),
            Step::Assign { variable } => {
                let (name, type_) = self.variable(*variable);
                let by_reference = self.patterns[variable.argument] == Pattern::ReferenceMut;
                let star = if by_reference { "*" } else { "" };
                out.line(format!("{star}{name} = {};", fresh(type_, "acc")));
            }
            Step::Take { variable, local } => {
                out.line(format!("let local{local} = {};", self.variable(*variable).0));
            }
            Step::DropArgument { variable } => {
                out.line(format!("drop({});", self.variable(*variable).0));
            }
            Step::Touch => {
                let of = self.trait_;
                out.line(format!(
                    "acc = mix(acc, {}{of}::state{of}(&*{}).touch(acc));",
                    self.family,
                    self.this()
                ));
            }
            Step::Own(call) => self.awaited(call, &self.reborrow("self", call), out),
            Step::Inner(call) => self.awaited(call, &self.reborrow("self.inner", call), out),
            Step::When { odd, steps } => {
                out.open(format!("if acc & 1 == {} {{", u8::from(*odd)));
                self.steps(steps, out);
                out.close("}");
            }
            Step::Repeat { times, steps } => {
                out.open(format!("for _ in 0..times({times}) {{"));
                self.steps(steps, out);
                out.close("}");
            }
        }
    }

    /// `self` as something that can be dereferenced.
    fn this(&self) -> &'static str {
        if self.receiver() == Receiver::Value { "(&self)" } else { "self" }
    }

    fn variable(&self, of: Variable) -> (String, Argument) {
        variable(&self.program.traits[self.trait_].methods[self.method].arguments, of)
    }

    fn use_of(&self, variable: Variable) -> String {
        let (name, type_) = self.variable(variable);
        match type_ {
            Argument::BytesMut => {
                format!(
                    "for byte in {name}.iter_mut() {{ *byte = byte.wrapping_add(acc as u8 | 1); }}"
                )
            }
            Argument::NumberMut => format!("*{name} = mix(*{name}, acc);"),
            Argument::Wide => {
                format!("acc = mix({name}[(acc % 9) as usize], Digest::digest(&{name}));")
            }
            // In braces it is copied: it may be a part of something packed.
            Argument::Number if variable.part.is_some() => {
                format!("acc = mix(acc, Digest::digest(&{{ {name} }}));")
            }
            _ => format!("acc = mix(acc, Digest::digest(&{name}));"),
        }
    }

    /// The receiver of a call on this object, or on the one inside of it.
    fn reborrow(&self, of: &str, call: &Call) -> String {
        let callee = self.program.method(call).receiver;
        if self.receiver() == Receiver::Value && of == "self" {
            return if callee == Receiver::Shared { "&self" } else { "&mut self" }.to_owned();
        }
        match callee {
            Receiver::Shared => format!("&*{of}"),
            Receiver::Exclusive => format!("&mut *{of}"),
            Receiver::Pinned => format!("{of}.as_mut()"),
            Receiver::Value => unreachable!("an object is consumed once, from outside"),
        }
    }

    fn awaited(&self, call: &Call, receiver: &str, out: &mut Source) {
        let made = arguments(self.program, call, "");
        out.open("{");
        out.lines(&made.before);
        let call = format!("{}({receiver}{})", path(self.family, call), made.names);
        out.line(format!("let output = counted({call}).await;"));
        out.line("acc = mix(acc, Digest::digest(&output));");
        out.close("}");
    }
}
