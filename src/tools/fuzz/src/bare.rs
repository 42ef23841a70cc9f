//! The same program without the feature, to tell the fork's faults from the base's.

use std::collections::BTreeSet;

use crate::chunks::{chunks, functions};
use crate::source::{self, Delimiter, Tree};

/// Takes the keyword `inline` and the attributes `#[inline_async]` and `#[placeable]` away.
/// Feature gates stay: the library that they open can be used without the keyword.
#[must_use]
pub fn without_inline(program: &[Tree]) -> Vec<Tree> {
    let mut kept: Vec<Tree> = Vec::with_capacity(program.len());
    let mut rest = program;
    while let [first, others @ ..] = rest {
        rest = others;
        if first.is("inline") {
            continue;
        }
        if first.is("#")
            && let [attribute, others @ ..] = rest
            && let Some(content) = attribute.group(Delimiter::Bracket)
        {
            rest = others;
            if !is_ours(content) {
                // An attribute may be `#[inline]`, which has nothing to do with the keyword.
                kept.extend([first.clone(), attribute.clone()]);
            }
            continue;
        }
        let mut tree = first.clone();
        if let Tree::Group(group) = &mut tree {
            group.trees = without_inline(&group.trees);
        }
        kept.push(tree);
    }
    kept
}

/// Takes every `async` away as well: with plain methods in their place the trait still has objects,
/// and they have vtables.
#[must_use]
pub fn without_async(program: &[Tree]) -> Vec<Tree> {
    let mut kept = without_inline(program);
    drop_async(&mut kept);
    kept
}

fn drop_async(trees: &mut Vec<Tree>) {
    trees.retain(|tree| !tree.is("async"));
    for tree in trees {
        if let Tree::Group(group) = tree {
            drop_async(&mut group.trees);
        }
    }
}

/// Takes whole methods away, those that are `inline` and their implementations, and what
/// [`without_inline`] takes. Without the keyword alone, a trait has no objects, and what the base
/// does with those is not reached.
#[must_use]
pub fn without_methods(program: &[Tree]) -> Vec<Tree> {
    let mut names = BTreeSet::new();
    for path in source::lists(program) {
        let list = source::list(program, &path).0;
        for function in functions(list) {
            if list[function.begin..function.keyword].iter().any(|tree| tree.is("inline")) {
                names.insert(list[function.keyword + 1].text());
            }
        }
    }
    without_inline(&without_named(program, None, &names))
}

fn without_named(list: &[Tree], delimiter: Option<Delimiter>, names: &BTreeSet<&str>) -> Vec<Tree> {
    let mut kept = Vec::new();
    for range in chunks(list, delimiter) {
        let piece = &list[range];
        let declares =
            |function: &crate::chunks::Function| names.contains(piece[function.keyword + 1].text());
        if functions(piece).iter().any(declares) {
            continue;
        }
        for tree in piece {
            let mut tree = tree.clone();
            if let Tree::Group(group) = &mut tree {
                group.trees = without_named(&group.trees, Some(group.delimiter), names);
            }
            kept.push(tree);
        }
    }
    kept
}

/// The attribute's path ends with one of our names.
fn is_ours(attribute: &[Tree]) -> bool {
    let path = attribute.iter().take_while(|tree| tree.kind().is_some() && !tree.is("="));
    path.last().is_some_and(|name| name.is("placeable") || name.is("inline_async"))
}

/// Whether there is anything to take away.
#[must_use]
pub fn uses_inline(program: &[Tree]) -> bool {
    without_inline(program) != program
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::trees;

    #[test]
    fn whole_methods_go() {
        let program = trees(
            "trait T { fn f(&self); #[a] inline async fn m(&self) {} } \
             impl T for u8 { fn f(&self) {} async fn m(&self) { x(1, 2); } } fn main() { y(); }",
        );
        let without =
            trees("trait T { fn f(&self); } impl T for u8 { fn f(&self) {} } fn main() { y(); }");
        assert_eq!(without_methods(&program), without);
    }

    #[test]
    fn methods_become_plain() {
        let program = trees("trait T { inline async fn m(&self); } fn f() { async { 1 }; }");
        let plain = trees("trait T { fn m(&self); } fn f() { { 1 }; }");
        assert_eq!(without_async(&program), plain);
    }

    #[test]
    fn only_what_is_ours_goes() {
        let program = trees(
            "#![feature(inline_async_fn, inline_async)] use a::placeable; #[inline] fn f() {} \
             #[placeable] #[a::placeable] trait T { #[inline_async] #[inline(always)] \
             inline async fn m(&self); } mod b { x! { inline fn g() {} } }",
        );
        let without = trees(
            "#![feature(inline_async_fn, inline_async)] use a::placeable; #[inline] fn f() {} \
             trait T { #[inline(always)] async fn m(&self); } mod b { x! { fn g() {} } }",
        );
        assert_eq!(without_inline(&program), without);
        assert!(uses_inline(&program) && !uses_inline(&without));
    }
}
