//! Mutations of what functions, traits and implementations say of themselves.

use crate::chunks::{Function, functions, types, until};
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

/// A function of some sort.
fn any(
    workshop: &mut Workshop<'_>,
    is_meant: impl Fn(&[Tree], &Function) -> bool,
) -> Option<(Path, Function)> {
    let mut all = all(&workshop.program);
    all.retain(|(path, function)| is_meant(source::list(&workshop.program, path).0, function));
    workshop.choose(&all)
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

pub fn change_receiver(workshop: &mut Workshop<'_>) -> Option<()> {
    let (mut path, function) = any(workshop, |_, _| true)?;
    path.push(function.parameters);
    let receiver = workshop.choose(&pool::RECEIVERS)?;
    let list = source::list_mut(&mut workshop.program, &path);
    let receiver = if receiver.is_empty() { vec![] } else { trees(&format!("{receiver},")) };
    let end = after_receiver(list);
    list.splice(..end, receiver);
    Some(())
}

pub fn put_parameter(workshop: &mut Workshop<'_>) -> Option<()> {
    let (mut path, function) = any(workshop, |_, _| true)?;
    path.push(function.parameters);
    let kind = any_type(workshop)?;
    let name = workshop.choose(&["other", "_", "mut value", "(left, right)", "&one"])?;
    let list = source::list_mut(&mut workshop.program, &path);
    let at = after_receiver(list);
    let comma = if at > 0 && !list[at - 1].is(",") { trees(",") } else { vec![] };
    list.splice(at..at, [comma, trees(&format!("{name}:")), kind, trees(",")].concat());
    Some(())
}

/// A type of the pool, or of the corpus.
pub fn any_type(workshop: &mut Workshop<'_>) -> Option<Vec<Tree>> {
    let corpus = workshop.corpus;
    if workshop.below(2) == 0 && !corpus.types.is_empty() {
        return workshop.choose(&corpus.types);
    }
    workshop.choose(&pool::TYPES).map(trees)
}

/// On a function, a trait, a type or an implementation.
pub fn put_generic(workshop: &mut Workshop<'_>) -> Option<()> {
    let generic = workshop.choose(&pool::GENERICS)?;
    if workshop.below(2) == 0 {
        let (path, function) = any(workshop, |_, _| true)?;
        match function.generics {
            Some(generics) => insert(workshop, &path, generics.start + 1, &format!("{generic},")),
            None => insert(workshop, &path, function.keyword + 2, &format!("<{generic}>")),
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
    let clause = workshop.choose(&pool::CLAUSES)?;
    let (path, begin, end) = if workshop.below(3) > 0 {
        let (path, function) = any(workshop, |_, _| true)?;
        (path, function.parameters, function.end)
    } else {
        let mut all = Vec::new();
        for path in source::lists(&workshop.program) {
            let list = source::list(&workshop.program, &path).0;
            for (number, tree) in list.iter().enumerate() {
                let words = ["trait", "impl", "struct", "enum", "type"];
                if words.iter().any(|word| tree.is(word)) {
                    all.push((path.clone(), number, until(list, number + 1, &[";", "="])));
                }
            }
        }
        workshop.choose(&all)?
    };
    let list = source::list(&workshop.program, &path).0;
    let found = (begin..end).find(|at| list[*at].is("where"));
    match found {
        Some(at) => insert(workshop, &path, at + 1, &format!("{clause},")),
        None => insert(workshop, &path, end, &format!("where {clause}")),
    }
    Some(())
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
    let (path, function) = any(workshop, is_meant)?;
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
pub fn all_types(program: &[Tree]) -> Vec<(Path, std::ops::Range<usize>)> {
    let mut all = Vec::new();
    for path in source::lists(program) {
        let list = source::list(program, &path).0;
        all.extend(types(list).into_iter().map(|range| (path.clone(), range)));
    }
    all
}
