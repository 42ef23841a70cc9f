//! Mutations of what functions, traits and implementations say of themselves.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::chunks::{Function, chunks, functions, types, until};
use crate::mutate::{Workshop, pool};
use crate::source::{self, Delimiter, Group, Path, Tree, trees};

/// The functions of all lists.
fn all(program: &[Tree]) -> Vec<(Path, Function)> {
    let mut all = Vec::new();
    for path in source::lists(program) {
        let list = source::list(program, &path).0;
        all.extend(functions(list).into_iter().map(|function| (path.clone(), function)));
    }
    all
}

/// A function of some sort; mostly a method, and never `main`.
fn any(
    workshop: &mut Workshop<'_>,
    is_meant: impl Fn(&[Tree], &Function) -> bool,
) -> Option<(Path, Function)> {
    let only_methods = workshop.below(8) > 0;
    let mut all = all(&workshop.program);
    all.retain(|(path, function)| {
        let list = source::list(&workshop.program, path).0;
        is_meant(list, function)
            && !list[function.keyword + 1].is("main")
            && (!only_methods || Scope::of(&workshop.program, path).is_method())
    });
    workshop.choose(&all)
}

/// The function, and mostly all others with its name too, so that declaration and implementations
/// still agree. The last one comes first, so that changing one leaves the places of the others.
fn with_namesakes(
    workshop: &mut Workshop<'_>,
    path: Path,
    function: Function,
) -> Vec<(Path, Function)> {
    if workshop.below(4) == 0 {
        return vec![(path, function)];
    }
    let program = &workshop.program;
    let name = |path: &Path, function: &Function| {
        source::list(program, path).0[function.keyword + 1].text().to_owned()
    };
    let meant = name(&path, &function);
    let mut found = all(program);
    found.retain(|(path, function)| name(path, function) == meant);
    found.sort_by_key(|(path, function)| [&path[..], &[function.keyword]].concat());
    found.reverse();
    found
}

fn qualifiers<'a>(list: &'a [Tree], function: &Function) -> &'a [Tree] {
    &list[function.begin..function.keyword]
}

fn has(list: &[Tree], function: &Function, word: &str) -> bool {
    qualifiers(list, function).iter().any(|tree| tree.is(word))
}

fn insert(workshop: &mut Workshop<'_>, path: &Path, at: usize, text: &str) {
    source::list_mut(&mut workshop.program, path).splice(at..at, trees(text));
}

/// What has been named around a place.
struct Scope(BTreeSet<String>);

impl Scope {
    /// Of what stands in a list: the tokens of the items that it is in, before their braces.
    fn of(program: &[Tree], path: &[usize]) -> Scope {
        let mut words = BTreeSet::new();
        for depth in 0..path.len() {
            let (list, delimiter) = source::list(program, &path[..depth]);
            let item = chunks(list, delimiter).into_iter().find(|it| it.contains(&path[depth]));
            let header = item.map_or(&[][..], |item| &list[item.start..path[depth]]);
            words.extend(header.iter().map(|tree| tree.text().to_owned()));
        }
        Scope(words)
    }

    fn and(mut self, trees: &[Tree]) -> Scope {
        self.0.extend(trees.iter().map(|tree| tree.text().to_owned()));
        self
    }

    fn is_method(&self) -> bool {
        self.0.contains("trait") || self.0.contains("impl")
    }

    /// Whether all that a text needs is there.
    fn knows(&self, text: &[Tree]) -> bool {
        let binds = text.iter().any(|tree| tree.is("for"));
        text.iter().all(|tree| match tree.text() {
            "'a" | "'b" => binds || self.0.contains(tree.text()),
            "T" | "X" | "N" => self.0.contains(tree.text()),
            "Self" => self.is_method(),
            _ => {
                tree.group(Delimiter::Parenthesis).is_none_or(|inner| self.knows(inner))
                    && tree.group(Delimiter::Bracket).is_none_or(|inner| self.knows(inner))
            }
        })
    }

    /// Mostly one of those that it knows all of.
    fn choose(&self, workshop: &mut Workshop<'_>, texts: &[&str]) -> Option<Vec<Tree>> {
        let mut all: Vec<_> = texts.iter().map(|text| trees(text)).collect();
        if workshop.below(8) > 0 {
            all.retain(|text| self.knows(text));
        }
        workshop.choose(&all)
    }
}

/// Before `async`, which is put too where it is missing.
pub fn put_inline(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, function) = any(workshop, |list, function| !has(list, function, "inline"))?;
    let list = source::list(&workshop.program, &path).0;
    let found = qualifiers(list, &function).iter().position(|tree| tree.is("async"));
    match found {
        Some(at) => insert(workshop, &path, function.begin + at, "inline"),
        None if workshop.below(4) == 0 => insert(workshop, &path, function.keyword, "inline"),
        None => insert(workshop, &path, function.keyword, "inline async"),
    }
    Some(())
}

pub fn take_inline(workshop: &mut Workshop<'_>) -> Option<()> {
    take(workshop, "inline")
}

pub fn take_async(workshop: &mut Workshop<'_>) -> Option<()> {
    take(workshop, "async")
}

fn take(workshop: &mut Workshop<'_>, word: &str) -> Option<()> {
    let (path, function) = any(workshop, |list, function| has(list, function, word))?;
    let list = source::list_mut(&mut workshop.program, &path);
    let at = (function.begin..function.keyword).find(|at| list[*at].is(word))?;
    list.remove(at);
    Some(())
}

pub fn put_qualifier(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, function) = any(workshop, |_, _| true)?;
    let qualifier = workshop.choose(&pool::QUALIFIERS)?;
    let at = function.begin + workshop.below(function.keyword - function.begin + 1);
    insert(workshop, &path, at, qualifier);
    Some(())
}

/// The parameters without a receiver.
fn after_receiver(parameters: &[Tree]) -> usize {
    let end = until(parameters, 0, &[","]);
    if parameters[..end].iter().any(|tree| tree.is("self")) {
        (end + 1).min(parameters.len())
    } else {
        0
    }
}

/// What is known in a function's declaration.
fn scope(program: &[Tree], path: &[usize], function: &Function) -> Scope {
    let generics = function.generics.clone().unwrap_or(0..0);
    Scope::of(program, path).and(&source::list(program, path).0[generics])
}

pub fn change_receiver(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, function) = any(workshop, |_, _| true)?;
    let scope = scope(&workshop.program, &path, &function);
    let mut receiver = scope.choose(workshop, &pool::RECEIVERS)?;
    if !receiver.is_empty() {
        receiver.extend(trees(","));
    }
    for (mut path, function) in with_namesakes(workshop, path, function) {
        path.push(function.parameters);
        let list = source::list_mut(&mut workshop.program, &path);
        let end = after_receiver(list);
        list.splice(..end, receiver.clone());
    }
    Some(())
}

pub fn put_parameter(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, function) = any(workshop, |_, _| true)?;
    let kind = any_type(workshop, &path)?;
    let name = workshop.choose(&["other", "_", "mut value", "(left, right)", "&one"])?;
    for (mut path, function) in with_namesakes(workshop, path, function) {
        path.push(function.parameters);
        let list = source::list_mut(&mut workshop.program, &path);
        let at = after_receiver(list);
        let comma = if at > 0 && !list[at - 1].is(",") { trees(",") } else { vec![] };
        let parameter = [comma, trees(&format!("{name}:")), kind.clone(), trees(",")].concat();
        list.splice(at..at, parameter);
    }
    Some(())
}

/// A type of the pool or of the corpus, for what stands in a list.
pub fn any_type(workshop: &mut Workshop<'_>, path: &[usize]) -> Option<Vec<Tree>> {
    let corpus = workshop.corpus;
    if workshop.below(2) == 0 && !corpus.types.is_empty() {
        return workshop.choose(&corpus.types);
    }
    Scope::of(&workshop.program, path).choose(workshop, &pool::TYPES)
}

/// On a function, a trait, a type or an implementation.
pub fn put_generic(workshop: &mut Workshop<'_>) -> Option<()> {
    let generic = workshop.choose(&pool::GENERICS)?;
    if workshop.below(2) == 0 {
        let (path, function) = any(workshop, |_, _| true)?;
        for (path, function) in with_namesakes(workshop, path, function) {
            match function.generics {
                Some(generics) => {
                    insert(workshop, &path, generics.start + 1, &format!("{generic},"));
                }
                None => insert(workshop, &path, function.keyword + 2, &format!("<{generic}>")),
            }
        }
        return Some(());
    }
    let mut all = Vec::new();
    for path in source::lists(&workshop.program) {
        let list = source::list(&workshop.program, &path).0;
        for (number, tree) in list.iter().enumerate() {
            match tree.text() {
                "trait" | "struct" | "enum" => all.push((path.clone(), number + 2)),
                // Neither a loop nor the type that a trait is implemented for.
                "for" if !list.get(number + 1).is_some_and(|next| next.is("<")) => {}
                "impl" | "for" => all.push((path.clone(), number + 1)),
                _ => {}
            }
        }
    }
    let (path, at) = workshop.choose(&all)?;
    let list = source::list(&workshop.program, &path).0;
    if list.get(at)?.is("<") {
        insert(workshop, &path, at + 1, &format!("{generic},"));
    } else {
        insert(workshop, &path, at, &format!("<{generic}>"));
    }
    Some(())
}

/// On a function, or before other braces that belong to an item.
pub fn put_where(workshop: &mut Workshop<'_>) -> Option<()> {
    if workshop.below(3) > 0 {
        let (path, function) = any(workshop, |_, _| true)?;
        let scope = scope(&workshop.program, &path, &function);
        let clause = scope.choose(workshop, &pool::CLAUSES)?;
        for (path, function) in with_namesakes(workshop, path, function) {
            put_clause(workshop, &path, function.parameters..function.end, &clause);
        }
        return Some(());
    }
    let mut all = Vec::new();
    for path in source::lists(&workshop.program) {
        let list = source::list(&workshop.program, &path).0;
        for (number, tree) in list.iter().enumerate() {
            let words = ["trait", "impl", "struct", "enum", "type"];
            if words.iter().any(|word| tree.is(word)) {
                all.push((path.clone(), number..until(list, number + 1, &[";", "="])));
            }
        }
    }
    let (path, range) = workshop.choose(&all)?;
    let header = source::list(&workshop.program, &path).0[range.clone()].to_vec();
    let clause =
        Scope::of(&workshop.program, &path).and(&header).choose(workshop, &pool::CLAUSES)?;
    put_clause(workshop, &path, range, &clause);
    Some(())
}

fn put_clause(workshop: &mut Workshop<'_>, path: &Path, header: Range<usize>, clause: &[Tree]) {
    let list = source::list_mut(&mut workshop.program, path);
    let found = header.clone().find(|at| list[*at].is("where"));
    match found {
        Some(at) => list.splice(at + 1..at + 1, [clause, &trees(",")].concat()),
        None => list.splice(header.end..header.end, [&trees("where"), clause].concat()),
    };
}

pub fn drop_where(workshop: &mut Workshop<'_>) -> Option<()> {
    let mut all = Vec::new();
    for path in source::lists(&workshop.program) {
        let list = source::list(&workshop.program, &path).0;
        let found = (0..list.len()).filter(|at| list[*at].is("where"));
        all.extend(found.map(|at| (path.clone(), at)));
    }
    let (path, at) = workshop.choose(&all)?;
    let list = source::list_mut(&mut workshop.program, &path);
    let end = until(list, at, &[";", "="]);
    list.drain(at..end);
    Some(())
}

pub fn drop_body(workshop: &mut Workshop<'_>) -> Option<()> {
    let is_meant = |list: &[Tree], function: &Function| !list[function.end].is(";");
    let mut all = all(&workshop.program);
    all.retain(|(path, function)| is_meant(source::list(&workshop.program, path).0, function));
    // Elsewhere the parser's validation refuses it.
    if workshop.below(8) > 0 {
        all.retain(|(path, _)| Scope::of(&workshop.program, path).0.contains("trait"));
    }
    let (path, function) = workshop.choose(&all)?;
    source::list_mut(&mut workshop.program, &path)[function.end] = trees(";").remove(0);
    Some(())
}

/// Where there is none, or instead of what there is.
pub fn put_body(workshop: &mut Workshop<'_>) -> Option<()> {
    let (path, function) = any(workshop, |_, _| true)?;
    let body = trees(workshop.choose(&pool::BODIES)?);
    let list = source::list_mut(&mut workshop.program, &path);
    list[function.end] = Tree::Group(Group { delimiter: Delimiter::Brace, trees: body });
    Some(())
}

pub fn change_item(workshop: &mut Workshop<'_>) -> Option<()> {
    let mut all = Vec::new();
    for path in source::lists(&workshop.program) {
        let list = source::list(&workshop.program, &path).0;
        for (number, tree) in list.iter().enumerate() {
            if pool::ITEMS.iter().any(|(keyword, _)| tree.is(keyword)) {
                all.push((path.clone(), number));
            }
        }
    }
    let (path, number) = workshop.choose(&all)?;
    let list = source::list_mut(&mut workshop.program, &path);
    let keyword = list[number].text().to_owned();
    let others = pool::ITEMS.iter().find(|(of, _)| *of == keyword)?.1;
    let other = trees(workshop.choose(others)?);
    source::list_mut(&mut workshop.program, &path).splice(number..=number, other);
    Some(())
}

/// Where types of parameters, fields, outputs and bounds are, in all lists.
pub fn all_types(program: &[Tree]) -> Vec<(Path, Range<usize>)> {
    let mut all = Vec::new();
    for path in source::lists(program) {
        let list = source::list(program, &path).0;
        all.extend(types(list).into_iter().map(|range| (path.clone(), range)));
    }
    all
}
