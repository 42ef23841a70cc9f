//! Items, statements, fields, parameters: the pieces of a list, found by where they end.

use std::ops::Range;

use crate::source::{Delimiter, Kind, Tree};

/// The pieces of a list in order, the separators at their ends included.
///
/// In a program and in braces, a piece ends with a semicolon, with braces that nothing goes on
/// after, or with a comma where there are no semicolons (the fields of a struct, the arms of a
/// match). In parentheses and brackets it ends with a comma.
#[must_use]
pub fn chunks(list: &[Tree], delimiter: Option<Delimiter>) -> Vec<Range<usize>> {
    let by_comma = match delimiter {
        None => false,
        Some(Delimiter::Brace) => {
            list.iter().any(|tree| tree.is(",")) && !list.iter().any(|tree| tree.is(";"))
        }
        Some(Delimiter::Parenthesis | Delimiter::Bracket) => true,
    };
    let mut all = Vec::new();
    let mut begin = 0;
    let mut angles = 0_i32;
    for (number, tree) in list.iter().enumerate() {
        match tree.text() {
            "<" => angles += 1,
            ">" => angles -= 1,
            _ => {}
        }
        let next = list.get(number + 1);
        let ends = if by_comma {
            tree.is(",") && angles <= 0
        } else {
            tree.is(";")
                || tree.is_group(Delimiter::Brace) && !goes_on(&list[begin..number], next)
                || is_inner_attribute(&list[begin..=number])
        };
        if ends || next.is_none() {
            all.push(begin..number + 1);
            begin = number + 1;
            angles = 0;
        }
    }
    all
}

/// Whether a piece that begins with `before` and has had braces is not over yet.
fn goes_on(before: &[Tree], next: Option<&Tree>) -> bool {
    let Some(next) = next else { return false };
    let words = ["else", "as", ";", ",", ".", "?", "=>", "=", "==", "+", "-", "/", "|", "&&", "||"];
    if words.iter().any(|text| next.is(text)) {
        return true;
    }
    let (first, second) = match &before[attributes(before)..] {
        [first, second, ..] => (first, Some(second)),
        [first] => (first, None),
        [] => return false,
    };
    let named = second.is_some_and(|second| !second.is("fn") && !second.is("unsafe"));
    match first.text() {
        "let" | "return" | "use" | "type" => true,
        "const" | "static" => named && before.iter().any(|tree| tree.is("=")),
        _ => false,
    }
}

/// How many trees the outer attributes at the beginning are.
#[must_use]
pub fn attributes(list: &[Tree]) -> usize {
    let mut number = 0;
    while list.len() > number + 1
        && list[number].is("#")
        && list[number + 1].is_group(Delimiter::Bracket)
    {
        number += 2;
    }
    number
}

/// `#![..]`, alone.
#[must_use]
pub fn is_inner_attribute(list: &[Tree]) -> bool {
    matches!(list, [sign, not, content]
        if sign.is("#") && not.is("!") && content.is_group(Delimiter::Bracket))
}

/// Where a piece names what it declares: the index of the name after `fn`, `trait`, `struct`, ….
#[must_use]
pub fn name(chunk: &[Tree]) -> Option<usize> {
    let keywords = ["fn", "trait", "struct", "enum", "union", "mod", "type", "const", "static"];
    let at = chunk.windows(2).position(|pair| {
        keywords.iter().any(|text| pair[0].is(text)) && pair[1].kind() == Some(Kind::Word)
    })?;
    // `const fn f`: the name is not `fn`.
    let after = if chunk[at + 1].is("fn") { at + 2 } else { at + 1 };
    (chunk.get(after)?.kind() == Some(Kind::Word)).then_some(after)
}

/// From `begin` on, up to the first of `ends` that is in no angle brackets opened since then.
#[must_use]
pub fn until(list: &[Tree], begin: usize, ends: &[&str]) -> usize {
    let mut angles = 0_i32;
    for (number, tree) in list.iter().enumerate().skip(begin) {
        if angles == 0 && (ends.iter().any(|text| tree.is(text)) || tree.is_group(Delimiter::Brace))
        {
            return number;
        }
        match tree.text() {
            "<" => angles += 1,
            ">" => angles -= 1,
            _ => {}
        }
        if angles < 0 {
            return number;
        }
    }
    list.len()
}

/// A function's declaration in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Where its qualifiers begin: `pub`, `inline`, `async`, ….
    pub begin: usize,
    /// Where `fn` is.
    pub keyword: usize,
    /// The `<..>` after the name, if any.
    pub generics: Option<Range<usize>>,
    pub parameters: usize,
    /// The semicolon or the braces.
    pub end: usize,
}

/// The functions that a list declares.
#[must_use]
pub fn functions(list: &[Tree]) -> Vec<Function> {
    let mut all = Vec::new();
    for keyword in 0..list.len() {
        let is_declared = list[keyword].is("fn")
            && list.get(keyword + 1).is_some_and(|name| name.kind() == Some(Kind::Word));
        if !is_declared {
            continue;
        }
        let mut parameters = keyword + 2;
        let mut generics = None;
        if list.get(parameters).is_some_and(|tree| tree.is("<")) {
            let close = until(list, parameters + 1, &[]);
            generics = Some(parameters..(close + 1).min(list.len()));
            parameters = close + 1;
        }
        if !list.get(parameters).is_some_and(|tree| tree.is_group(Delimiter::Parenthesis)) {
            continue;
        }
        let end = until(list, parameters + 1, &[";"]);
        if end == list.len() {
            continue;
        }
        let mut begin = keyword;
        while begin > 0 && is_qualifier(list, begin - 1) {
            begin -= 1;
        }
        all.push(Function { begin, keyword, generics, parameters, end });
    }
    all
}

fn is_qualifier(list: &[Tree], at: usize) -> bool {
    let words =
        ["pub", "inline", "async", "gen", "unsafe", "safe", "const", "extern", "default", "final"];
    let tree = &list[at];
    words.iter().any(|text| tree.is(text))
        || tree.kind() == Some(Kind::Literal) && at > 0 && list[at - 1].is("extern")
        || tree.is_group(Delimiter::Parenthesis) && at > 0 && list[at - 1].is("pub")
}

/// Where types and bounds stand: after a colon and after an arrow.
#[must_use]
pub fn types(list: &[Tree]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for (number, tree) in list.iter().enumerate() {
        if tree.is(":") || tree.is("->") {
            let end = until(list, number + 1, &[",", ";", "=", "where", "{"]);
            if end > number + 1 {
                all.push(number + 1..end);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{trees, write};

    fn texts(text: &str, delimiter: Option<Delimiter>) -> Vec<String> {
        let list = trees(text);
        let flat = |range: Range<usize>| {
            write(&list[range]).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        chunks(&list, delimiter).into_iter().map(flat).collect()
    }

    #[test]
    fn items() {
        let text = "#![a] #[b] struct A { x: u8 } static X: A = A { x: 1 }; \
                    const fn f() {} impl<T> A {} m! {} use a::{b, c};";
        let found = texts(text, None);
        assert_eq!(found.len(), 7, "{found:?}");
        assert_eq!(found[1], "#[b] struct A { x: u8 }");
        assert_eq!(found[2], "static X: A = A { x: 1 };");
        assert_eq!(found[6], "use a::{b, c};");
    }

    #[test]
    fn statements_fields_and_parameters() {
        let found =
            texts("let x = A { y }; if a {} else {} f(b); match c {} d", Some(Delimiter::Brace));
        assert_eq!(found.len(), 5, "{found:?}");
        let found = texts("x: A<B, C>, #[d] y: u8", Some(Delimiter::Brace));
        assert_eq!(found, ["x: A<B, C>,", "#[d] y: u8"]);
        let found = texts("&self, x: u8,", Some(Delimiter::Parenthesis));
        assert_eq!(found, ["&self,", "x: u8,"]);
    }

    #[test]
    fn functions_with_all_parts() {
        let list = trees(
            "#[a] pub(crate) inline async fn m<'a, T: B<C>>(&self) -> D where T: E; fn n() {}",
        );
        let found = functions(&list);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].begin, found[0].keyword), (2, 6));
        let generics = found[0].generics.clone().unwrap();
        assert!(list[generics.start].is("<") && list[generics.end - 1].is(">"));
        assert!(list[found[0].parameters].is_group(Delimiter::Parenthesis));
        assert!(list[found[0].end].is(";") && list[found[1].end].is_group(Delimiter::Brace));
    }

    #[test]
    fn types_and_names() {
        let list = trees("trait A: B + C<D> { } fn f<T: E>() -> F where T: G {}");
        let found: Vec<_> = types(&list).into_iter().map(|range| write(&list[range])).collect();
        assert_eq!(found, ["B + C<D>\n", "E\n", "F\n", "G\n"]);
        assert!(list[name(&list).unwrap()].is("A"));
        let list = trees("const fn f() {}");
        assert_eq!(name(&list), Some(2));
    }
}
