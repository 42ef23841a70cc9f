//! Turns a program of the model into Rust source.

mod bodies;
mod items;
mod sections;
mod values;

use std::fmt::Write;

use crate::model::Program;

/// What every program begins with, in one module.
const SUPPORT: [&str; 4] = [
    include_str!("../../support/trace.rs"),
    include_str!("../../support/values.rs"),
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
    out.line("#![feature(allocator_api, core_intrinsics, inline_async, inline_async_fn, inline_async_internals)]");
    out.line("#![feature(pin_static_ref, ptr_metadata)]");
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
    for trait_ in 0..program.traits.len() {
        items::write_trait(program, trait_, &mut out);
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
        out.line(format!("(section{section}_objects, section{section}_alone),"));
    }
    out.close("]);");
    out.close("}");
    out.text
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
