//! Turns a program of the model into Rust source.

mod bodies;
mod items;
mod sections;
mod values;

use std::fmt::{self, Write};

use crate::model::Program;

/// What every program begins with, in one module.
const SUPPORT: [&str; 6] = [
    include_str!("../../support/trace.rs"),
    include_str!("../../support/values.rs"),
    include_str!("../../support/counts.rs"),
    include_str!("../../support/bindings.rs"),
    include_str!("../../support/calls.rs"),
    include_str!("../../support/sections.rs"),
];
const TOGETHER: &str = include_str!("../../support/together.rs");
const BETWEEN: &str = include_str!("../../support/between.rs");

/// The source of the whole program, in one file.
pub fn source(program: &Program) -> String {
    let mut out = Source::default();
    out.line(format!("// Written by `stress emit --seed {}`.", program.seed));
    out.line("");
    out.line("#![feature(inline_async, inline_async_fn, inline_async_internals)]");
    out.line("#![feature(pin_static_ref)]");
    out.line("#![allow(warnings)]");
    out.line("");
    out.open("mod support {");
    for part in SUPPORT.into_iter().chain([if program.send { BETWEEN } else { TOGETHER }]) {
        out.text.push_str(part);
        out.line("");
    }
    out.close("}");
    out.line("");
    out.line("use std::future::inline_async::*;");
    out.line("use std::marker::PhantomPinned;");
    out.line("use std::rc::Rc;");
    out.line("use std::sync::Arc;");
    out.line("use support::*;");
    out.line("");
    out.line("#[global_allocator]");
    out.line("static COUNTING: Counting = Counting;");
    for family in [Family::Inline, Family::Free] {
        for trait_ in 0..program.traits.len() {
            items::write_trait(program, family, trait_, &mut out);
        }
    }
    for type_ in 0..program.types.len() {
        items::write_type(program, type_, &mut out);
    }
    for section in 0..program.sections.len() {
        sections::write_section(program, section, &mut out);
    }
    out.line("");
    out.open("fn main() {");
    out.open(format!("compare({}, &[", program.seed));
    for section in 0..program.sections.len() {
        let sides = Side::ALL.map(|side| format!("section{section}_{}", side.name()));
        out.line(format!("[{}],", sides.join(", ")));
    }
    out.close("]);");
    out.close("}");
    out.text
}

/// Traits, and what calls of their methods are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Those with `inline async` methods.
    Inline,
    /// The same without: what their methods give is the future of a function that belongs to no
    /// trait, as which each body is written once more. What the compiler does to bodies in
    /// implementations of `inline async` methods alone, it does not do there.
    Free,
}

/// As the traits' names begin.
impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Family::Inline => "T",
            Family::Free => "F",
        })
    }
}

/// One way to do what a section does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// With static calls of free functions.
    Free,
    /// With static calls.
    Alone,
    /// On trait objects.
    Objects,
}

impl Side {
    const ALL: [Side; 3] = [Side::Free, Side::Alone, Side::Objects];

    fn name(self) -> &'static str {
        match self {
            Side::Free => "free",
            Side::Alone => "alone",
            Side::Objects => "objects",
        }
    }

    fn family(self) -> Family {
        if self == Side::Free { Family::Free } else { Family::Inline }
    }
}

/// Lines with their indentation.
#[derive(Default)]
struct Source {
    text: String,
    depth: usize,
}

impl Source {
    fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        let indent = if line.is_empty() { 0 } else { 4 * self.depth };
        writeln!(self.text, "{:indent$}{line}", "").expect("a string takes all");
    }

    fn open(&mut self, line: impl AsRef<str>) {
        self.line(line);
        self.depth += 1;
    }

    fn close(&mut self, line: impl AsRef<str>) {
        self.depth -= 1;
        self.line(line);
    }

    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            self.line(line);
        }
    }
}
