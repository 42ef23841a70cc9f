//! Text of token trees, in lines that a person can read.

use crate::source::{Delimiter, Group, Kind, Tree};

/// The text of a program. Read again, it gives the same trees.
#[must_use]
pub fn write(program: &[Tree]) -> String {
    let mut out = Writer { text: String::new(), depth: 0 };
    out.all(program, true);
    out.text.trim_end().to_owned() + "\n"
}

struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// `lines`: what ends with a semicolon or a brace ends a line.
    fn all(&mut self, trees: &[Tree], lines: bool) {
        for (number, tree) in trees.iter().enumerate() {
            match tree {
                Tree::Token(token) => self.text += &token.text,
                Tree::Group(group) => {
                    let is_list_of_names = number > 0 && trees[number - 1].is("::");
                    self.group(group, group.delimiter == Delimiter::Brace && !is_list_of_names);
                }
            }
            let Some(next) = trees.get(number + 1) else { return };
            let is_attribute = tree.is_group(Delimiter::Bracket)
                && (number > 0 && trees[number - 1].is("#")
                    || number > 1 && trees[number - 1].is("!") && trees[number - 2].is("#"));
            let ends = tree.is(";") || tree.is_group(Delimiter::Brace) || is_attribute;
            if lines && ends && !may_follow(next) {
                self.line();
            } else if needs_space(tree, next) {
                self.text.push(' ');
            }
        }
    }

    fn group(&mut self, group: &Group, lines: bool) {
        let (open, close) = match group.delimiter {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::Brace => ('{', '}'),
        };
        self.text.push(open);
        if lines && !group.trees.is_empty() {
            self.depth += 1;
            self.line();
            self.all(&group.trees, true);
            self.depth -= 1;
            self.line();
        } else {
            self.all(&group.trees, lines);
        }
        self.text.push(close);
    }

    fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth {
            self.text += "    ";
        }
    }
}

/// What stands in the line of the brace before it.
fn may_follow(next: &Tree) -> bool {
    [".", "?", ",", ";", "else", "as", "=>"].iter().any(|text| next.is(text))
        || matches!(next, Tree::Group(group) if group.delimiter == Delimiter::Parenthesis)
}

/// Words that call and index nothing.
const KEYWORDS: [&str; 12] =
    ["mut", "const", "dyn", "impl", "in", "return", "as", "let", "move", "where", "match", "if"];

/// Whether the two would be read as something else, or are hard to read, without a space.
fn needs_space(before: &Tree, next: &Tree) -> bool {
    let (Tree::Token(left), right) = (before, next) else {
        // A group before it cannot join with anything.
        return ![",", ";", ".", "?", ">"].iter().any(|text| next.is(text))
            && !next.is_group(Delimiter::Parenthesis);
    };
    if left.joint && right.kind() == Some(Kind::Sign) {
        return false;
    }
    if right.is(",") || right.is(";") {
        return left.text == "," || left.text == ";";
    }
    let is_name =
        matches!(right.kind(), Some(Kind::Word | Kind::Lifetime)) || right.kind().is_none();
    match left.kind {
        Kind::Sign => !is_name || !["<", "&", "::", ".", "!", "#", "?"].contains(&&*left.text),
        Kind::Word => {
            !["<", ">", "::", ".", ":", "?", "!"].iter().any(|text| right.is(text))
                && (right.kind().is_some()
                    || right.is_group(Delimiter::Brace)
                    || KEYWORDS.contains(&&*left.text))
        }
        Kind::Lifetime => !right.is(">"),
        Kind::Literal => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::trees;

    #[track_caller]
    fn is_read_again(text: &str) -> String {
        let program = trees(text);
        let written = write(&program);
        assert_eq!(trees(&written), program, "{written}");
        written
    }

    #[test]
    fn what_is_written_reads_the_same() {
        is_read_again("#![feature(x)] fn f<'a, T: A<B<u8>>>(&'a mut self, x: &[u8]) -> !;");
        is_read_again("let x = 1 . 0; y = 1..2; a.0.1; b . . c; 'x: loop { break 'x; } - > = >");
        is_read_again(
            "r # a; b \"x\" 'c' b'd' r#\"e\"#; a & & b; a && b; | | || < - <- ! = != : : ::",
        );
        is_read_again("a < < b; c << d; , , ; ; ? . ? > > >> = >= & 'a b 'c 'd x 'e");
    }

    #[test]
    fn lines_are_as_a_person_writes_them() {
        let text =
            "#[a]\ntrait A<T>: B + C {\n    inline async fn m(&self, x: &mut [u8]) -> u8;\n}\n";
        assert_eq!(is_read_again(text), text);
    }
}
