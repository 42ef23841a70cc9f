//! Traits, types and implementations.

use super::bodies::{Where, write_method};
use super::values::{Signature, output_type, signature};
use super::{Family, Source};
use crate::model::{Access, Program, closure};

/// An object type of a trait.
pub(super) fn object_type(program: &Program, trait_: usize) -> String {
    let mut associated = Vec::new();
    for of in closure(&program.traits, trait_) {
        if let Some(output) = &program.traits[of].associated {
            associated.push(format!("Out{of} = {}", output_type(output)));
        }
    }
    let arguments =
        if associated.is_empty() { String::new() } else { format!("<{}>", associated.join(", ")) };
    if program.send {
        format!("(dyn T{trait_}{arguments} + Send + Sync)")
    } else {
        format!("dyn T{trait_}{arguments}")
    }
}

/// The receiver that all of a trait's pointers give.
fn receiver_of(access: Access) -> &'static str {
    match access {
        Access::Shared => "&self",
        Access::Exclusive => "&mut self",
        Access::Pinned => "self: Pin<&mut Self>",
    }
}

pub(super) fn write_trait(program: &Program, family: Family, trait_: usize, out: &mut Source) {
    let it = &program.traits[trait_];
    let mut above: Vec<_> = it.supertraits.iter().map(|above| format!("{family}{above}")).collect();
    if it.receivers.mixed() {
        above.push("Unpin".to_owned());
    }
    let above = if above.is_empty() { String::new() } else { format!(": {}", above.join(" + ")) };
    out.line("");
    if family == Family::Inline {
        out.line("#[placeable]");
    }
    out.open(format!("trait {family}{trait_}{above} {{"));
    if it.associated.is_some() {
        out.line(format!("type Out{trait_}: Digest{};", if program.send { " + Send" } else { "" }));
    }
    out.line(format!("fn state{trait_}(&self) -> &State;"));
    let receiver = receiver_of(it.receivers.access());
    out.line(format!("fn poke{trait_}({receiver}, by: u64) -> u64;"));
    for (i, method) in it.methods.iter().enumerate() {
        let Signature { name, head, output } = signature(program, trait_, i, true, None);
        match &method.default {
            _ if family == Family::Free => {
                out.line(format!("fn m{name}{head} -> impl Future<Output = {output}>;"));
            }
            Some(body) => write_method(program, (trait_, i), body, Where::Trait, out),
            None => out.line(format!("inline async fn m{name}{head} -> {output};")),
        }
    }
    out.close("}");
}

/// The name of a type, with its parameter.
pub(super) fn type_name(program: &Program, object: &[usize], dynamic: bool) -> String {
    let outermost = object[0];
    let it = &program.types[outermost];
    if !it.decorator {
        format!("O{outermost}")
    } else if dynamic {
        format!("D{outermost}<{}>", object_type(program, it.trait_))
    } else {
        format!("D{outermost}<{}>", type_name(program, &object[1..], false))
    }
}

/// An expression that makes an object.
pub(super) fn construct(program: &Program, object: &[usize], dynamic: bool) -> String {
    let outermost = object[0];
    let it = &program.types[outermost];
    if !it.decorator {
        return format!("O{outermost}::new()");
    }
    let inside = construct(program, &object[1..], dynamic);
    let is_pinned = program.traits[it.trait_].receivers.pinned;
    let pin = if is_pinned { "Box::pin" } else { "Box::new" };
    if !dynamic {
        return format!("D{outermost}::new({pin}({inside}))");
    }
    let object_type = object_type(program, it.trait_);
    let pointer = if is_pinned { "Pin<Box<" } else { "Box<" };
    let end = if is_pinned { ">>" } else { ">" };
    format!(
        "{{ let inner: {pointer}{object_type}{end} = {pin}({inside}); D{outermost}::new(inner) }}"
    )
}

pub(super) fn write_type(program: &Program, type_: usize, out: &mut Source) {
    let it = &program.types[type_];
    let (size, align, trait_) = (it.size, it.align, it.trait_);
    let pad = format!("Room{align}<{size}>");
    out.line("");
    let (name, is_generic) = if it.decorator {
        let pointer =
            if program.traits[trait_].receivers.pinned { "Pin<Box<R>>" } else { "Box<R>" };
        out.open(format!("struct D{type_}<R: ?Sized> {{"));
        out.line("state: State,");
        out.line(format!("pad: {pad},"));
        // A call that has consumed a decorator and is leaked keeps the box in it.
        out.line("boxed: Held,");
        out.line(format!("inner: {pointer},"));
        out.close("}");
        out.open(format!("impl<R: ?Sized> D{type_}<R> {{"));
        out.open(format!("fn new(inner: {pointer}) -> Self {{"));
        out.line(format!(
            "D{type_} {{ state: State::new({type_}), pad: Room{align}::new({type_}), \
             boxed: Held::new(1), inner }}"
        ));
        (format!("D{type_}<R>"), true)
    } else {
        let (field, value) = if it.phantom_pinned {
            ("pinned: PhantomPinned,", ", pinned: PhantomPinned")
        } else {
            ("", "")
        };
        out.open(format!("struct O{type_} {{"));
        out.line("state: State,");
        out.line(format!("pad: {pad},"));
        out.line(field);
        out.close("}");
        out.open(format!("impl O{type_} {{"));
        out.open("fn new() -> Self {");
        out.line(format!(
            "O{type_} {{ state: State::new({type_}), pad: Room{align}::new({type_}){value} }}"
        ));
        (format!("O{type_}"), false)
    };
    out.close("}");
    out.close("}");
    for family in [Family::Inline, Family::Free] {
        let generics =
            if is_generic { format!("<R: {family}{trait_} + ?Sized>") } else { String::new() };
        write_impls(program, family, type_, &name, &generics, out);
    }
}

/// The implementations of a type's trait and of its supertraits.
fn write_impls(
    program: &Program,
    family: Family,
    type_: usize,
    name: &str,
    generics: &str,
    out: &mut Source,
) {
    for (of, bodies) in &program.types[type_].bodies {
        let methods = &program.traits[*of].methods;
        if family == Family::Free {
            out.open(format!("impl{generics} {name} {{"));
            for (method, body) in bodies.iter().enumerate() {
                let body = body.as_ref().or(methods[method].default.as_ref());
                let body = body.expect("it has a body of its own or the trait's");
                write_method(program, (*of, method), body, Where::Free, out);
            }
            out.close("}");
        }
        out.open(format!("impl{generics} {family}{of} for {name} {{"));
        if let Some(output) = &program.traits[*of].associated {
            out.line(format!("type Out{of} = {};", output_type(output)));
        }
        out.open(format!("fn state{of}(&self) -> &State {{"));
        out.line("self.pad.check();");
        out.line("&self.state");
        out.close("}");
        let receiver = receiver_of(program.traits[*of].receivers.access());
        out.open(format!("fn poke{of}({receiver}, by: u64) -> u64 {{"));
        out.line("self.state.touch(by)");
        out.close("}");
        for (method, body) in bodies.iter().enumerate() {
            if family == Family::Free {
                let Signature { name, head, output } = signature(program, *of, method, false, None);
                let names = (0..methods[method].arguments.len()).map(|i| format!("a{i}"));
                let names = names.collect::<Vec<_>>().join(", ");
                out.open(format!("fn m{name}{head} -> impl Future<Output = {output}> {{"));
                out.line(format!("self.free{name}({names})"));
                out.close("}");
            } else if let Some(body) = body {
                write_method(program, (*of, method), body, Where::Impl, out);
            }
        }
        out.close("}");
    }
}
