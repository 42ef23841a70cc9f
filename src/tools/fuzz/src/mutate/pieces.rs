//! Mutations of items, statements, fields and parameters, and of attributes.

use std::ops::Range;

use crate::chunks::{attributes, chunks, is_inner_attribute, name};
use crate::mutate::tokens::places;
use crate::mutate::{Workshop, pool};
use crate::source::{self, Delimiter, Group, Path, Tree, trees};

/// A list and a piece of it.
type Place = (Path, Range<usize>);

/// The pieces of all lists.
pub fn all(program: &[Tree]) -> Vec<Place> {
    let mut all = Vec::new();
    for path in source::lists(program) {
        let (list, delimiter) = source::list(program, &path);
        all.extend(chunks(list, delimiter).into_iter().map(|range| (path.clone(), range)));
    }
    all
}

fn any(workshop: &mut Workshop<'_>) -> Option<Place> {
    let all = all(&workshop.program);
    workshop.choose(&all)
}

fn copy(program: &[Tree], place: &Place) -> Vec<Tree> {
    source::list(program, &place.0).0[place.1.clone()].to_vec()
}

pub fn drop(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, range) = any(workshop)?;
    source::list_mut(&mut workshop.program, &path).drain(range);
    Some(())
}

pub fn double(workshop: &mut Workshop<'_>) -> Option<()> {
    let place = any(workshop)?;
    let copy = copy(&workshop.program, &place);
    let at = place.1.end;
    source::list_mut(&mut workshop.program, &place.0).splice(at..at, copy);
    Some(())
}

/// Two pieces of one list change places.
pub fn swap(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, first) = any(workshop)?;
    let (list, delimiter) = source::list(&workshop.program, &path);
    let others: Vec<_> = chunks(list, delimiter)
        .into_iter()
        .filter(|other| list[other.clone()] != list[first.clone()])
        .collect();
    let second = workshop.choose(&others)?;
    let (first, second) =
        if first.start < second.start { (first, second) } else { (second, first) };
    let list = source::list_mut(&mut workshop.program, &path);
    let (one, two) = (list[first.clone()].to_vec(), list[second.clone()].to_vec());
    list.splice(second, one);
    list.splice(first, two);
    Some(())
}

/// A piece of one list goes into another.
pub fn move_elsewhere(workshop: &mut Workshop<'_>) -> Option<()> {
    let place = any(workshop)?;
    let piece = copy(&workshop.program, &place);
    source::list_mut(&mut workshop.program, &place.0).drain(place.1.clone());
    insert(workshop, piece)
}

/// A piece of another program goes somewhere.
pub fn take_over(workshop: &mut Workshop<'_>) -> Option<()> {
    let other = workshop.other;
    let place = workshop.choose(&all(&other.trees))?;
    insert(workshop, copy(&other.trees, &place))
}

/// Between two pieces of a list; mostly of one where something of the sort may stand.
fn insert(workshop: &mut Workshop<'_>, piece: Vec<Tree>) -> Option<()> {
    let is_wild = workshop.below(5) == 0;
    let program = &workshop.program;
    let mut to = source::lists(program);
    to.retain(|path| {
        let (list, delimiter) = source::list(program, path);
        is_wild || may_hold(list, delimiter, &piece)
    });
    let path = workshop.choose(&to)?;
    let (list, delimiter) = source::list(&workshop.program, &path);
    let ends: Vec<_> = chunks(list, delimiter).into_iter().map(|range| range.end).collect();
    let at = workshop.choose(&ends).unwrap_or(0);
    source::list_mut(&mut workshop.program, &path).splice(at..at, piece);
    Some(())
}

/// Items stand among items and statements, statements among statements, what ends with a comma
/// among others of its sort.
fn may_hold(list: &[Tree], delimiter: Option<Delimiter>, piece: &[Tree]) -> bool {
    let ends_with_comma = |piece: &[Tree]| piece.last().is_some_and(|last| last.is(","));
    let pieces: Vec<_> = chunks(list, delimiter).into_iter().map(|at| &list[at]).collect();
    let has_commas = pieces.iter().any(|piece| ends_with_comma(piece));
    if ends_with_comma(piece)
        || matches!(delimiter, Some(Delimiter::Parenthesis | Delimiter::Bracket))
    {
        return ends_with_comma(piece) && has_commas;
    }
    !has_commas && (is_item(piece) || delimiter.is_some() && !pieces.iter().any(|it| is_item(it)))
}

fn is_item(piece: &[Tree]) -> bool {
    let piece = &piece[attributes(piece)..];
    let begins = |word: &&str| piece.first().is_some_and(|first| first.is(word));
    let is_statement = ["let", "if", "match", "return", "loop", "for", "while"].iter().any(begins);
    !is_statement && (name(piece).is_some() || ["impl", "use", "extern"].iter().any(begins))
}

/// All of another program but its `main`, inner attributes in front.
pub fn combine(workshop: &mut Workshop<'_>) -> Option<()> {
    let (inner, items) = taken_apart(&workshop.other.trees);
    let ours = std::mem::take(&mut workshop.program);
    workshop.program = [inner, ours, items].concat();
    Some(())
}

pub fn combine_in_module(workshop: &mut Workshop<'_>) -> Option<()> {
    let (inner, mut items) = taken_apart(&workshop.other.trees);
    if workshop.below(2) == 0 {
        items = [trees("use super::*;"), items].concat();
    }
    let module = Tree::Group(Group { delimiter: Delimiter::Brace, trees: items });
    let ours = std::mem::take(&mut workshop.program);
    workshop.program = [inner, ours, trees("mod other"), vec![module]].concat();
    Some(())
}

/// The inner attributes of a program, and its items but `main`.
fn taken_apart(program: &[Tree]) -> (Vec<Tree>, Vec<Tree>) {
    let (mut inner, mut items) = (Vec::new(), Vec::new());
    for range in chunks(program, None) {
        let chunk = &program[range];
        if is_inner_attribute(chunk) {
            inner.extend_from_slice(chunk);
        } else if !name(chunk).is_some_and(|name| chunk[name].is("main")) {
            items.extend_from_slice(chunk);
        }
    }
    (inner, items)
}

pub fn drop_attribute(workshop: &mut Workshop<'_>) -> Option<()> {
    let mut all = places(&workshop.program, |tree| tree.is("#"));
    all.retain(|(path, number)| {
        let list = source::list(&workshop.program, path).0;
        list.get(number + 1).is_some_and(|tree| tree.is_group(Delimiter::Bracket))
    });
    let (path, number) = workshop.choose(&all)?;
    source::list_mut(&mut workshop.program, &path).drain(number..number + 2);
    Some(())
}

/// Before an item, a method, a statement, a field or a parameter.
pub fn put_attribute(workshop: &mut Workshop<'_>) -> Option<()> {
    let mut all = all(&workshop.program);
    all.retain(|place| {
        let piece = &source::list(&workshop.program, &place.0).0[place.1.clone()];
        // Most attributes are made for what declares something.
        name(&piece[attributes(piece)..]).is_some() || piece.iter().any(|tree| tree.is("impl"))
    });
    let (path, range) = workshop.choose(&all)?;
    let attribute = trees(workshop.choose(&pool::ATTRIBUTES)?);
    source::list_mut(&mut workshop.program, &path).splice(range.start..range.start, attribute);
    Some(())
}

pub fn put_feature(workshop: &mut Workshop<'_>) -> Option<()> {
    let feature = workshop.choose(&pool::FEATURES)?;
    workshop.program.splice(0..0, trees(&format!("#![feature({feature})]")));
    Some(())
}
