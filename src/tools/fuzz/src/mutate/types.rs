//! Mutations of types and bounds.

use crate::chunks::until;
use crate::mutate::declarations::{all_types, any_type};
use crate::mutate::{Workshop, pool};
use crate::source::{self, Delimiter, trees};

/// A type or a list of bounds becomes another.
pub fn change(workshop: &mut Workshop<'_>) -> Option<()> {
    let all = all_types(&workshop.program);
    let (path, range) = workshop.choose(&all)?;
    let new = any_type(workshop, &path)?;
    source::list_mut(&mut workshop.program, &path).splice(range, new);
    Some(())
}

/// One is overwritten with a copy of another of the same program.
pub fn swap(workshop: &mut Workshop<'_>) -> Option<()> {
    let all = all_types(&workshop.program);
    let (path, range) = workshop.choose(&all)?;
    let (other, place) = workshop.choose(&all)?;
    let new = source::list(&workshop.program, &other).0[place].to_vec();
    let list = source::list_mut(&mut workshop.program, &path);
    if list[range.clone()] == new {
        return None;
    }
    list.splice(range, new);
    Some(())
}

/// A type gets into another.
pub fn wrap(workshop: &mut Workshop<'_>) -> Option<()> {
    let all = all_types(&workshop.program);
    let (path, range) = workshop.choose(&all)?;
    let (before, after) = workshop.choose(&pool::WRAPPERS)?;
    let list = source::list_mut(&mut workshop.program, &path);
    // A wrapper with `<` is no whole group, but always whole tokens.
    let (before, after) = (trees(before), trees(after));
    let wrapped = if after.is_empty() && before.last().is_some_and(|last| last.kind().is_none()) {
        // The type goes into the group that the wrapper ends with.
        let mut whole = before;
        let inside = vec![whole.len() - 1];
        source::list_mut(&mut whole, &inside).splice(0..0, list[range.clone()].to_vec());
        whole
    } else {
        [before, list[range.clone()].to_vec(), after].concat()
    };
    list.splice(range, wrapped);
    Some(())
}

/// `+ Bound` at the end of bounds, of an object type or of an opaque one.
pub fn put_bound(workshop: &mut Workshop<'_>) -> Option<()> {
    let mut ends = Vec::new();
    for path in source::lists(&workshop.program) {
        let list = source::list(&workshop.program, &path).0;
        for (number, tree) in list.iter().enumerate() {
            // `<T:`, `trait A:` and `dyn A` alike.
            let begins = tree.is("dyn") || tree.is("+") || tree.is(":");
            if begins {
                let end = until(list, number + 1, &[",", ";", "=", "where", "+"]);
                if end > number + 1 {
                    ends.push((path.clone(), end));
                }
            }
        }
    }
    let (path, end) = workshop.choose(&ends)?;
    let bound = workshop.choose(&pool::BOUNDS)?;
    source::list_mut(&mut workshop.program, &path).splice(end..end, trees(&format!("+ {bound}")));
    Some(())
}

/// `+ Bound`, or all bounds after a colon.
pub fn drop_bound(workshop: &mut Workshop<'_>) -> Option<()> {
    let mut all = Vec::new();
    for path in source::lists(&workshop.program) {
        let (list, delimiter) = source::list(&workshop.program, &path);
        // Between parentheses a colon stands before a type, which is no bound.
        let colon = if delimiter == Some(Delimiter::Parenthesis) { "+" } else { ":" };
        for (number, tree) in list.iter().enumerate() {
            if tree.is("+") || tree.is(colon) {
                let end = until(list, number + 1, &["+", ",", ";", "=", "where"]);
                all.push((path.clone(), number..end));
            }
        }
    }
    let (path, range) = workshop.choose(&all)?;
    source::list_mut(&mut workshop.program, &path).drain(range);
    Some(())
}
