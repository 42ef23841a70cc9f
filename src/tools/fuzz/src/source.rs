//! Programs as token trees: what is mutated, minimised and written.

mod write;

use anyhow::{Result, anyhow};
use proc_macro2::{Spacing, TokenStream, TokenTree};

pub use write::write;

/// A token, or a group with its delimiters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    Token(Token),
    Group(Group),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// Nothing may stand between this and the next token, as in the `>>` that ends two lists.
    pub joint: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Word,
    Lifetime,
    Literal,
    /// One or more characters that are one token to the parser.
    Sign,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub delimiter: Delimiter,
    pub trees: Vec<Tree>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    Parenthesis,
    Bracket,
    Brace,
}

impl Tree {
    /// The text of a token, and nothing for a group.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Tree::Token(token) => &token.text,
            Tree::Group(_) => "",
        }
    }

    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        matches!(self, Tree::Token(token) if token.text == text)
    }

    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Tree::Token(token) => Some(token.kind),
            Tree::Group(_) => None,
        }
    }

    #[must_use]
    pub fn group(&self, delimiter: Delimiter) -> Option<&Vec<Tree>> {
        match self {
            Tree::Group(group) if group.delimiter == delimiter => Some(&group.trees),
            _ => None,
        }
    }

    #[must_use]
    pub fn is_group(&self, delimiter: Delimiter) -> bool {
        self.group(delimiter).is_some()
    }
}

/// Splits text into token trees. Comments are lost, documentation becomes attributes.
///
/// # Errors
///
/// Where the text does not consist of tokens, or delimiters do not match.
pub fn parse(text: &str) -> Result<Vec<Tree>> {
    let stream: TokenStream = text.parse().map_err(|error| anyhow!("{error}"))?;
    Ok(convert(stream))
}

/// The trees of a text that is known to have some.
///
/// # Panics
///
/// Where [`parse`] fails.
#[must_use]
pub fn trees(text: &str) -> Vec<Tree> {
    parse(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Signs of several characters. `<<` and `>>` are not among them: they are mostly two that begin
/// or end lists.
const SIGNS: [&str; 21] = [
    "...", "..=", "::", "->", "=>", "..", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=",
    "/=", "%=", "^=", "&=", "|=", "<-",
];

fn convert(stream: TokenStream) -> Vec<Tree> {
    let mut trees: Vec<Tree> = Vec::new();
    let mut lifetime = false;
    for tree in stream {
        match tree {
            TokenTree::Group(group) => match group.delimiter() {
                proc_macro2::Delimiter::None => trees.extend(convert(group.stream())),
                delimiter => trees.push(Tree::Group(Group {
                    delimiter: match delimiter {
                        proc_macro2::Delimiter::Parenthesis => Delimiter::Parenthesis,
                        proc_macro2::Delimiter::Bracket => Delimiter::Bracket,
                        _ => Delimiter::Brace,
                    },
                    trees: convert(group.stream()),
                })),
            },
            TokenTree::Ident(word) if lifetime => {
                lifetime = false;
                trees.push(token(Kind::Lifetime, format!("'{word}")));
            }
            TokenTree::Ident(word) => trees.push(token(Kind::Word, word.to_string())),
            TokenTree::Literal(literal) => trees.push(token(Kind::Literal, literal.to_string())),
            TokenTree::Punct(sign) if sign.as_char() == '\'' => {
                lifetime = true;
                if let Some(Tree::Token(before)) = trees.last_mut() {
                    before.joint = false;
                }
            }
            TokenTree::Punct(sign) => push_sign(&mut trees, sign.as_char(), sign.spacing()),
        }
    }
    trees
}

fn push_sign(trees: &mut Vec<Tree>, character: char, spacing: Spacing) {
    let joint = spacing == Spacing::Joint;
    if let Some(Tree::Token(before)) = trees.last_mut()
        && before.joint
    {
        let text = format!("{}{character}", before.text);
        if SIGNS.contains(&text.as_str()) {
            *before = Token { kind: Kind::Sign, text, joint };
            return;
        }
    }
    trees.push(Tree::Token(Token { kind: Kind::Sign, text: character.into(), joint }));
}

fn token(kind: Kind, text: String) -> Tree {
    Tree::Token(Token { kind, text, joint: false })
}

/// A list of trees in a program: the indices of the groups that lead to it.
pub type Path = Vec<usize>;

/// The paths of all lists, outer ones first; that of the program itself is empty.
#[must_use]
pub fn lists(program: &[Tree]) -> Vec<Path> {
    fn visit(trees: &[Tree], path: &mut Path, all: &mut Vec<Path>) {
        all.push(path.clone());
        for (number, tree) in trees.iter().enumerate() {
            if let Tree::Group(group) = tree {
                path.push(number);
                visit(&group.trees, path, all);
                path.pop();
            }
        }
    }
    let mut all = Vec::new();
    visit(program, &mut Path::new(), &mut all);
    all
}

/// The list at a path, and its delimiter.
///
/// # Panics
///
/// Where the path leads to no list of this program.
#[must_use]
pub fn list<'a>(program: &'a [Tree], path: &[usize]) -> (&'a [Tree], Option<Delimiter>) {
    let mut found = (program, None);
    for step in path {
        let Tree::Group(group) = &found.0[*step] else { panic!("no list at {path:?}") };
        found = (&group.trees, Some(group.delimiter));
    }
    found
}

/// The list at a path, to be changed.
///
/// # Panics
///
/// As [`list`].
pub fn list_mut<'a>(program: &'a mut Vec<Tree>, path: &[usize]) -> &'a mut Vec<Tree> {
    let mut found = program;
    for step in path {
        let Tree::Group(group) = &mut found[*step] else { panic!("no list at {path:?}") };
        found = &mut group.trees;
    }
    found
}

/// How many tokens there are; a group counts as two besides what is in it.
#[must_use]
pub fn count(trees: &[Tree]) -> usize {
    let one = |tree: &Tree| match tree {
        Tree::Token(_) => 1,
        Tree::Group(group) => 2 + count(&group.trees),
    };
    trees.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_parser() {
        let found = trees("fn f<'a>(x: &'a Vec<Vec<u8>>) -> a::B { x..=2 }");
        let texts: Vec<_> = found.iter().map(Tree::text).collect();
        assert_eq!(texts, ["fn", "f", "<", "'a", ">", "", "->", "a", "::", "B", ""]);
        assert_eq!(found[3].kind(), Some(Kind::Lifetime));
        let (inside, delimiter) = list(&found, &[5]);
        assert_eq!(delimiter, Some(Delimiter::Parenthesis));
        let texts: Vec<_> = inside.iter().map(Tree::text).collect();
        assert_eq!(texts, ["x", ":", "&", "'a", "Vec", "<", "Vec", "<", "u8", ">", ">"]);
        assert_eq!(list(&found, &[10]).0.len(), 3);
    }

    #[test]
    fn every_list_has_a_path() {
        let mut program = trees("a { b ( c ) d [ ] }");
        assert_eq!(lists(&program), [vec![], vec![1], vec![1, 1], vec![1, 3]]);
        assert_eq!(count(&program), 10);
        list_mut(&mut program, &[1, 3]).push(trees("e").remove(0));
        assert_eq!(write(&program).split_whitespace().collect::<String>(), "a{b(c)d[e]}");
    }
}
