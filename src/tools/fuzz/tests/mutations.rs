//! Every kind of mutation does what its name says, and a seed is one program.

use std::path::Path;

use fuzz::corpus::{Corpus, Sample};
use fuzz::mutate::{self, KINDS, Workshop};
use fuzz::source::{self, Delimiter, Kind, Tree, trees, write};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Has something for every kind.
const PROGRAM: &str = "
#![feature(inline_async_fn)]
#[derive(Debug)]
struct Data<T>(T) where T: Clone;
trait First<'a>: Send + Sync {
    type Item;
    #[inline] inline async fn read(&self, x: &'a [u8]) -> u8 where Self: Sized;
    async fn plain(&mut self, x: Vec<u8>) -> u16 { x.len() as u16 }
}
impl<'a, 'b> First<'a> for Data<&'b u8> {
    type Item = u8;
    async fn read(&self, x: &'a [u8]) -> u8 { let y = 1; x[0] + y }
}
fn helper(object: &dyn First<'static, Item = u8>) -> [u8; 4] { [0; 4] }
fn main() { helper(&Data(&5)); }
";

const OTHER: &str = "
#![feature(other_feature)]
struct FromOther { field: u8 }
impl FromOther { fn method(&self, value: u8, more: u16) { let local = value; } }
fn main() { let only_in_main_of_other = 0; }
";

fn corpus() -> Corpus {
    let mut corpus = Corpus::default();
    corpus.add("program".to_owned(), PROGRAM, None);
    corpus.add("other".to_owned(), OTHER, None);
    corpus
}

/// What a kind makes of the program, with many choices.
fn all_of(name: &str) -> Vec<Vec<Tree>> {
    let corpus = corpus();
    let kind = KINDS.iter().find(|kind| kind.name == name).unwrap_or_else(|| panic!("no {name}"));
    let other: &Sample = &corpus.programs[1];
    let mut all = Vec::new();
    for seed in 0..200 {
        let random = ChaCha8Rng::seed_from_u64(seed);
        let program = trees(PROGRAM);
        let mut workshop = Workshop { program, random, corpus: &corpus, other };
        if kind.apply(&mut workshop) {
            all.push(workshop.program);
        }
    }
    assert!(all.len() > 20, "`{name}` finds something {} times", all.len());
    all
}

fn tokens(trees: &[Tree]) -> Vec<String> {
    let mut all = Vec::new();
    for tree in trees {
        match tree {
            Tree::Token(token) => all.push(token.text.clone()),
            Tree::Group(group) => {
                all.push(format!("{:?}", group.delimiter));
                all.extend(tokens(&group.trees));
            }
        }
    }
    all
}

fn sorted(trees: &[Tree]) -> Vec<String> {
    let mut all = tokens(trees);
    all.sort();
    all
}

fn count(program: &[Tree], text: &str) -> usize {
    tokens(program).iter().filter(|token| *token == text).count()
}

/// Every program of the kind has the property, compared with what it was made from.
fn check(name: &str, property: impl Fn(&[Tree], &[Tree]) -> bool) {
    let before = trees(PROGRAM);
    for after in all_of(name) {
        assert!(property(&before, &after), "`{name}` makes\n{}", write(&after));
    }
}

fn length(trees: &[Tree]) -> usize {
    tokens(trees).len()
}

#[test]
fn a_seed_is_one_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let corpus = Corpus::read(&[folder]).unwrap();
    let make = |seed, number| write(&mutate::mutant(&corpus, seed, number).trees);
    for number in 0..50 {
        assert_eq!(make(1, number), make(1, number));
    }
    let differ = (0..50).filter(|number| make(1, *number) != make(2, *number)).count();
    assert!(differ > 40, "{differ}");
}

#[test]
fn a_mutant_can_be_written_and_read_again() {
    let corpus = corpus();
    for number in 0..500 {
        let program = mutate::mutant(&corpus, 3, number).trees;
        let text = write(&program);
        let again = source::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(write(&again), text);
    }
}

#[test]
fn the_tests_of_the_feature_can_be_written_and_read_again() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/ui/inline-async");
    let corpus = Corpus::read(&[tests]).unwrap();
    assert!(corpus.programs.len() > 100);
    for sample in corpus.programs {
        let again = trees(&write(&sample.trees));
        assert_eq!(again, sample.trees, "{}", sample.name);
    }
}

#[test]
fn tokens_and_groups() {
    check("drop a token", |before, after| length(after) == length(before) - 1);
    check("double a token", |before, after| length(after) == length(before) + 1);
    check("swap two tokens", |before, after| {
        sorted(before) == sorted(after) && tokens(before) != tokens(after)
    });
    check("swap two groups", |before, after| sorted(before) == sorted(after) && before != after);
    check("empty a group", |before, after| {
        length(after) < length(before) && source::lists(after).len() <= source::lists(before).len()
    });
}

/// How many tokens differ between programs of the same shape.
fn differences(before: &[Tree], after: &[Tree]) -> usize {
    let (before, after) = (tokens(before), tokens(after));
    assert_eq!(before.len(), after.len());
    before.iter().zip(&after).filter(|(one, other)| one != other).count()
}

#[test]
fn names() {
    check("rename a word", |before, after| differences(before, after) == 1);
    check("rename a lifetime", |before, after| differences(before, after) == 1);
    check("change a literal", |before, after| differences(before, after) == 1);
    check("rename all of a word", |before, after| {
        let (old, new) = (tokens(before), tokens(after));
        let pair = old.iter().zip(&new).find(|(old, new)| old != new).unwrap();
        count(after, pair.0) == 0
            && count(after, pair.1) == count(before, pair.0) + count(before, pair.1)
    });
}

#[test]
fn pieces() {
    check("drop a piece", |before, after| length(after) < length(before));
    check("double a piece", |before, after| length(after) > length(before));
    check("swap two pieces", |before, after| sorted(before) == sorted(after) && before != after);
    check("move a piece", |before, after| sorted(before) == sorted(after));
    let other = trees(OTHER);
    check("take a piece of another program", |before, after| {
        let added: Vec<_> = {
            let mut rest = sorted(after);
            for token in sorted(before) {
                let at = rest.iter().position(|it| *it == token).unwrap();
                rest.remove(at);
            }
            rest
        };
        !added.is_empty() && added.iter().all(|token| tokens(&other).contains(token))
    });
}

#[test]
fn two_programs() {
    let is_both = |after: &[Tree]| {
        count(after, "FromOther") == 2
            && count(after, "only_in_main_of_other") == 0
            && count(after, "helper") == 2
            && write(after).starts_with("#![feature(other_feature)]\n#![feature(inline_async_fn)]")
    };
    check("combine with another program", |_, after| is_both(after) && count(after, "mod") == 0);
    check("put another program into a module", |_, after| {
        is_both(after) && count(after, "mod") == 1
    });
}

fn attributes(program: &[Tree]) -> usize {
    count(program, "#")
}

#[test]
fn attributes_and_features() {
    check("drop an attribute", |before, after| attributes(after) == attributes(before) - 1);
    check("put an attribute", |before, after| attributes(after) == attributes(before) + 1);
    check("put a feature", |before, after| {
        write(after).starts_with("#![feature(") && attributes(after) == attributes(before) + 1
    });
}

#[test]
fn functions() {
    check("put `inline`", |before, after| {
        count(after, "inline") == count(before, "inline") + 1 && length(after) - length(before) <= 2
    });
    check("take `inline` away", |before, after| {
        // The attribute stays.
        count(before, "inline") == 2 && count(after, "inline") == 1 && count(after, "#") == 3
    });
    check("take `async` away", |before, after| {
        count(after, "async") == count(before, "async") - 1 && length(after) == length(before) - 1
    });
    check("put a qualifier", |before, after| {
        length(after) > length(before) && length(after) <= length(before) + 3
    });
    let parameters = |program: &[Tree]| {
        let is_list =
            |path: &source::Path| source::list(program, path).1 == Some(Delimiter::Parenthesis);
        let text = |path: source::Path| write(source::list(program, &path).0);
        source::lists(program).into_iter().filter(is_list).map(text).collect::<Vec<_>>()
    };
    check("change the receiver", |before, after| {
        let (before, after) = (parameters(before), parameters(after));
        before.len() <= after.len()
            && before.iter().filter(|text| !after.contains(text)).count() <= 2
    });
    check("put a parameter", |before, after| {
        length(after) > length(before) && count(after, "fn") >= count(before, "fn")
    });
    check("drop a body", |before, after| {
        count(after, ";") <= count(before, ";") + 1
            && count(after, "Brace") == count(before, "Brace") - 1
    });
    check("put a body", |_, after| count(after, "fn") >= 5);
}

#[test]
fn generics_and_clauses() {
    check("put a generic parameter", |before, after| length(after) > length(before));
    check("put a where clause", |before, after| {
        length(after) > length(before) && count(after, "where") <= count(before, "where") + 1
    });
    check("drop a where clause", |before, after| {
        count(after, "where") == count(before, "where") - 1
    });
    check("change the item's keyword", |before, after| {
        let items = |program: &[Tree]| {
            ["trait", "impl", "struct", "dyn", "fn", "type"].map(|word| count(program, word))
        };
        items(before) != items(after) || length(after) != length(before)
    });
}

#[test]
fn types_and_bounds() {
    check("change a type", |before, after| {
        // All that declares something is there.
        count(after, "trait") == count(before, "trait")
            && count(after, ":") + 3 >= count(before, ":")
    });
    check("swap two types", |before, after| before != after);
    check("wrap a type", |before, after| length(after) > length(before));
    check("put a bound", |before, after| count(after, "+") == count(before, "+") + 1);
    check("drop a bound", |before, after| length(after) < length(before));
}

#[test]
fn no_kind_is_without_a_test() {
    let tests = include_str!("mutations.rs");
    for kind in KINDS {
        assert!(tests.contains(&format!("check(\"{}\"", kind.name)), "{}", kind.name);
    }
}

#[test]
fn lifetimes_are_tokens() {
    let program = trees("&'a u8");
    assert_eq!(program[1].kind(), Some(Kind::Lifetime));
}
