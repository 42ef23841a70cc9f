//! Mutations of single tokens and groups.

use crate::mutate::Workshop;
use crate::mutate::pool;
use crate::source::{self, Kind, Path, Token, Tree};

/// A list and an index in it.
type Place = (Path, usize);

/// Where trees of some sort are.
pub fn places(program: &[Tree], is_meant: impl Fn(&Tree) -> bool) -> Vec<Place> {
    let mut all = Vec::new();
    for path in source::lists(program) {
        for (number, tree) in source::list(program, &path).0.iter().enumerate() {
            if is_meant(tree) {
                all.push((path.clone(), number));
            }
        }
    }
    all
}

fn at(program: &[Tree], place: &Place) -> Option<Tree> {
    source::list(program, &place.0).0.get(place.1).cloned()
}

fn set_text(program: &mut Vec<Tree>, place: &Place, text: String) {
    if let Tree::Token(token) = &mut source::list_mut(program, &place.0)[place.1] {
        token.text = text;
    }
}

fn is_token(tree: &Tree) -> bool {
    tree.kind().is_some()
}

fn any(workshop: &mut Workshop<'_>, is_meant: impl Fn(&Tree) -> bool) -> Option<Place> {
    let all = places(&workshop.program, is_meant);
    workshop.choose(&all)
}

pub fn drop(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, number) = any(workshop, is_token)?;
    source::list_mut(&mut workshop.program, &path).remove(number);
    Some(())
}

pub fn double(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, number) = any(workshop, is_token)?;
    let list = source::list_mut(&mut workshop.program, &path);
    list.insert(number, list[number].clone());
    Some(())
}

pub fn swap(workshop: &mut Workshop<'_>) -> Option<()> {
    let (first, second) = (any(workshop, is_token)?, any(workshop, is_token)?);
    exchange(workshop, &first, &second)
}

/// Two groups with the same delimiters, neither in the other.
pub fn swap_groups(workshop: &mut Workshop<'_>) -> Option<()> {
    let first = any(workshop, |tree| !is_token(tree))?;
    let Tree::Group(group) = at(&workshop.program, &first)? else { return None };
    let inside = |outer: &Place, inner: &Place| {
        let mut path = outer.0.clone();
        path.push(outer.1);
        inner.0.starts_with(&path)
    };
    let mut all = places(&workshop.program, |tree| tree.is_group(group.delimiter));
    all.retain(|place| *place != first && !inside(place, &first) && !inside(&first, place));
    let second = workshop.choose(&all)?;
    exchange(workshop, &first, &second)
}

fn exchange(workshop: &mut Workshop<'_>, first: &Place, second: &Place) -> Option<()> {
    let one = at(&workshop.program, first)?;
    let two = at(&workshop.program, second)?;
    if one == two {
        return None;
    }
    source::list_mut(&mut workshop.program, &first.0)[first.1] = two;
    source::list_mut(&mut workshop.program, &second.0)[second.1] = one;
    Some(())
}

pub fn empty_group(workshop: &mut Workshop<'_>) -> Option<()> {
    let (mut path, number) =
        any(workshop, |tree| matches!(tree, Tree::Group(group) if !group.trees.is_empty()))?;
    path.push(number);
    source::list_mut(&mut workshop.program, &path).clear();
    Some(())
}

/// One occurrence becomes another word of the program, or one of a pool.
pub fn rename_one(workshop: &mut Workshop<'_>) -> Option<()> {
    let place = any(workshop, |tree| tree.kind() == Some(Kind::Word))?;
    let word = other_word(workshop, &place)?;
    set_text(&mut workshop.program, &place, word);
    Some(())
}

pub fn rename_all(workshop: &mut Workshop<'_>) -> Option<()> {
    let is_name = |tree: &Tree| tree.kind() == Some(Kind::Word) && !is_keyword(tree.text());
    let place = any(workshop, is_name)?;
    let old = at(&workshop.program, &place)?;
    let other = any(workshop, |tree| is_name(tree) && !tree.is(old.text()))?;
    let new = at(&workshop.program, &other)?;
    for place in places(&workshop.program, |tree| tree.is(old.text())) {
        set_text(&mut workshop.program, &place, new.text().to_owned());
    }
    Some(())
}

fn other_word(workshop: &mut Workshop<'_>, place: &Place) -> Option<String> {
    let old = at(&workshop.program, place)?.text().to_owned();
    if workshop.below(3) == 0 {
        let pool: Vec<_> = pool::WORDS.iter().filter(|word| **word != old).collect();
        return workshop.choose(&pool).map(|word| (*word).to_owned());
    }
    let other = any(workshop, |tree| tree.kind() == Some(Kind::Word) && !tree.is(&old))?;
    Some(at(&workshop.program, &other)?.text().to_owned())
}

fn is_keyword(word: &str) -> bool {
    pool::KEYWORDS.contains(&word)
}

pub fn rename_lifetime(workshop: &mut Workshop<'_>) -> Option<()> {
    let place = any(workshop, |tree| tree.kind() == Some(Kind::Lifetime))?;
    let old = at(&workshop.program, &place)?;
    let mut all: Vec<String> = ["'static", "'_"].map(str::to_owned).to_vec();
    for place in places(&workshop.program, |tree| tree.kind() == Some(Kind::Lifetime)) {
        all.push(at(&workshop.program, &place)?.text().to_owned());
    }
    all.retain(|text| text != old.text());
    let new = workshop.choose(&all)?;
    set_text(&mut workshop.program, &place, new);
    Some(())
}

pub fn change_literal(workshop: &mut Workshop<'_>) -> Option<()> {
    let place = any(workshop, |tree| tree.kind() == Some(Kind::Literal))?;
    let old = at(&workshop.program, &place)?;
    let new = workshop.choose(&pool::LITERALS)?;
    if old.is(new) {
        return None;
    }
    let token = Token { kind: Kind::Literal, text: new.to_owned(), joint: false };
    source::list_mut(&mut workshop.program, &place.0)[place.1] = Tree::Token(token);
    Some(())
}
