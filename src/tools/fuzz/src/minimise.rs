//! Takes away from a program what does not matter.

use crate::chunks::chunks;
use crate::source::{self, Path, Tree};

/// The smallest program found that still `fails`, which is asked at most `budget` times. Items go
/// first, then statements, then tokens.
pub fn minimise(
    program: &[Tree],
    budget: usize,
    fails: &mut dyn FnMut(&[Tree]) -> bool,
) -> Vec<Tree> {
    let mut search = Search { best: program.to_vec(), budget, fails };
    loop {
        let before = source::count(&search.best);
        search.pass(&|list, delimiter| chunks(list, delimiter));
        search.pass(&|list, _| (0..list.len()).map(|at| at..at + 1).collect());
        if search.budget == 0 || source::count(&search.best) == before {
            return search.best;
        }
    }
}

type Pieces<'a> = &'a dyn Fn(&[Tree], Option<source::Delimiter>) -> Vec<std::ops::Range<usize>>;

struct Search<'a> {
    best: Vec<Tree>,
    budget: usize,
    fails: &'a mut dyn FnMut(&[Tree]) -> bool,
}

impl Search<'_> {
    /// Goes through all lists, the outer ones first, so that large things go early.
    fn pass(&mut self, pieces: Pieces<'_>) {
        let mut todo = vec![Path::new()];
        while let Some(path) = todo.pop() {
            self.reduce(&path, pieces);
            let list = source::list(&self.best, &path).0;
            for (number, tree) in list.iter().enumerate() {
                if matches!(tree, Tree::Group(_)) {
                    let mut inner = path.clone();
                    inner.push(number);
                    todo.push(inner);
                }
            }
        }
    }

    /// Tries to remove half of a list's pieces, then a quarter, …, then each.
    fn reduce(&mut self, path: &Path, pieces: Pieces<'_>) {
        let count = |search: &Self| {
            let (list, delimiter) = source::list(&search.best, path);
            pieces(list, delimiter)
        };
        let mut size = count(self).len();
        while size > 0 {
            // From the end, where what uses something stands.
            let mut end = count(self).len();
            while end > 0 {
                let all = count(self);
                end = end.min(all.len());
                if end == 0 {
                    break;
                }
                let begin = end.saturating_sub(size);
                self.remove(path, all[begin].start..all[end - 1].end);
                end = begin;
            }
            size /= 2;
        }
    }

    fn remove(&mut self, path: &Path, range: std::ops::Range<usize>) -> bool {
        if self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        let mut smaller = self.best.clone();
        source::list_mut(&mut smaller, path).drain(range);
        let holds = (self.fails)(&smaller);
        if holds {
            self.best = smaller;
        }
        holds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{trees, write};

    fn contains(program: &[Tree], text: &str) -> bool {
        write(program).split_whitespace().collect::<String>().contains(text)
    }

    #[test]
    fn only_what_matters_stays() {
        let program = trees(
            "#![feature(a)] use b::c; struct D { e: u8 } trait T { fn f(&self); fn g(&self, x: u8); } \
             impl T for D { fn f(&self) { let y = 1; bad(y); 2 } } fn main() { loop {} }",
        );
        let mut asked = 0;
        let found = minimise(&program, 1000, &mut |program| {
            asked += 1;
            contains(program, "bad(") && contains(program, "trait")
        });
        assert_eq!(write(&found).split_whitespace().collect::<String>(), "trait{{bad()}}");
        assert!(asked < 150, "{asked}");
    }

    #[test]
    fn it_stops_when_the_budget_is_used_up() {
        let program = trees("a; b; c; d; e; f;");
        let mut asked = 0;
        let found = minimise(&program, 3, &mut |_| {
            asked += 1;
            false
        });
        assert_eq!((found, asked), (program, 3));
    }
}
