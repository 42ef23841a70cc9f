//! The same program without the feature, to tell the fork's faults from the base's.

use crate::source::{Delimiter, Tree};

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
