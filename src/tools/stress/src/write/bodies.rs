//! Bodies of methods.

use super::Source;
use super::values::{arguments, output_value, path, signature};
use crate::model::{Argument, Body, Call, Program, Receiver, Step, Style};

/// One method in an impl, or with its default body in the trait.
pub(super) fn write_method(
    program: &Program,
    (trait_, method): (usize, usize),
    body: &Body,
    in_trait: bool,
    out: &mut Source,
) {
    let mut signature = signature(program, trait_, method, in_trait);
    if in_trait {
        // With a body the receiver can be mutable.
        signature.head = signature.head.replace("(self", "(mut self");
    }
    let (head, output) = (signature.head, signature.output);
    let writer = Writer { program, trait_, method };
    match body.style {
        Style::InlineAsync => out.open(format!("inline async fn {head} -> {output} {{")),
        Style::Async => out.open(format!("async fn {head} -> {output} {{")),
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
    out.line(output_value(program, trait_, method));
    if let Style::Explicit { .. } = body.style {
        out.close("}");
    }
    out.close("}");
}

struct Writer<'a> {
    program: &'a Program,
    trait_: usize,
    method: usize,
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
            Step::Use { argument } => out.line(self.use_of(*argument)),
            Step::Touch => {
                let of = self.trait_;
                out.line(format!(
                    "acc = mix(acc, T{of}::state{of}(&*{}).touch(acc));",
                    self.this()
                ));
            }
            Step::Own(call) => self.awaited(call, &self.reborrow("self", call), "0", out),
            Step::Inner(call) => {
                self.awaited(call, &self.reborrow("self.inner", call), "self.held", out)
            }
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

    fn use_of(&self, argument: usize) -> String {
        match self.program.traits[self.trait_].methods[self.method].arguments[argument] {
            Argument::BytesMut => {
                format!(
                    "for byte in a{argument}.iter_mut() {{ *byte = byte.wrapping_add(acc as u8 | 1); }}"
                )
            }
            Argument::NumberMut => format!("*a{argument} = mix(*a{argument}, acc);"),
            _ => format!("acc = mix(acc, Digest::digest(&a{argument}));"),
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

    fn awaited(&self, call: &Call, receiver: &str, held: &str, out: &mut Source) {
        let made = arguments(self.program, call, "");
        out.open("{");
        out.lines(&made.before);
        out.line(format!("let held = Held::new({held});"));
        out.line(format!("let output = {}({receiver}{}).await;", path(call), made.names));
        out.line("acc = mix(acc, Digest::digest(&output));");
        out.close("}");
    }
}
