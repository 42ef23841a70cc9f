//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: usual_helpers.rs
//@ needs-threads

// Bodies as people write them: iterators, maps, text and places, held across an `await`. The future
// of each is `Send`, so that objects can be made of it.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::mem::take;

use usual_helpers::{elsewhere, later, now};

mod slices {
    use super::*;

    trait Sum {
        inline async fn sum(&self, numbers: &[u32]) -> u32;
    }

    struct Weights(Vec<u32>);

    impl Sum for Weights {
        async fn sum(&self, numbers: &[u32]) -> u32 {
            let mut sum = 0;
            for (weight, number) in self.0.iter().zip(numbers) {
                sum += later(weight * number).await;
            }
            for pair in numbers.windows(2) {
                sum += later(pair[1]).await - pair[0];
            }
            for (index, chunk) in numbers.chunks_exact(2).enumerate().rev() {
                sum += later(chunk.len()).await as u32 * index as u32;
            }
            for group in numbers.chunk_by(|a, b| a <= b) {
                sum += later(group).await[0];
            }
            sum
        }
    }

    pub fn test() {
        let object: Box<dyn Sum + Send + Sync> = Box::new(Weights(vec![1, 10, 100]));
        assert_eq!(elsewhere(object.sum(&[1, 2, 3])), 324);
    }
}

mod adapters {
    use super::*;

    trait Select {
        inline async fn select(&self, words: &[&str], least: usize) -> usize;
    }

    struct Lengths;

    impl Select for Lengths {
        async fn select(&self, words: &[&str], least: usize) -> usize {
            let mut sum = 0;
            let lengths = words.iter().map(|word| word.len()).filter(|length| *length >= least);
            for length in lengths.chain([least; 2]) {
                sum += later(length).await;
            }
            sum
        }
    }

    pub fn test() {
        let object: Box<dyn Select + Send + Sync> = Box::new(Lengths);
        assert_eq!(elsewhere(object.select(&["a", "bcd", "ef"], 2)), 9);
    }
}

mod text {
    use super::*;

    trait Parse {
        inline async fn tokens(&mut self, line: &str) -> Vec<String>;
        inline async fn fields<'t>(&mut self, text: &'t str) -> Vec<(&'t str, usize)>;
    }

    #[derive(Default)]
    struct Parser {
        seen: usize,
    }

    impl Parse for Parser {
        async fn tokens(&mut self, line: &str) -> Vec<String> {
            let mut tokens = vec![];
            let mut chars = line.chars().peekable();
            while let Some(c) = chars.next() {
                let mut token = String::from(later(c).await);
                while let Some(more) = chars.next_if(|next| next.is_alphanumeric() && c != '+') {
                    token.push(later(more).await);
                }
                tokens.push(token);
            }
            self.seen += tokens.len();
            tokens
        }

        async fn fields<'t>(&mut self, text: &'t str) -> Vec<(&'t str, usize)> {
            let mut fields = vec![];
            for (number, line) in text.lines().enumerate() {
                for field in line.split(',').map(str::trim).filter(|field| !field.is_empty()) {
                    fields.push(later((field, number)).await);
                    self.seen += 1;
                }
                let parts = line.split(|c: char| c == ';');
                for part in parts.flat_map(|part| part.split_whitespace()) {
                    self.seen += later(part).await.len();
                }
            }
            fields
        }
    }

    pub fn test() {
        let mut object: Box<dyn Parse + Send + Sync> = Box::new(Parser::default());
        assert_eq!(elsewhere(object.tokens("ab+c")), ["ab", "+", "c"]);
        assert_eq!(elsewhere(object.fields("a, b\nc,,")), [("a", 0), ("b", 0), ("c", 1)]);
    }
}

mod maps {
    use super::*;

    trait Count {
        inline async fn count(&mut self, words: &[&str]) -> usize;
    }

    #[derive(Default)]
    struct Table {
        counts: HashMap<String, usize>,
        sorted: BTreeMap<usize, Vec<String>>,
    }

    impl Count for Table {
        async fn count(&mut self, words: &[&str]) -> usize {
            let mut by_length: HashMap<usize, Vec<&str>> = HashMap::new();
            for &word in words {
                let entry = self.counts.entry(word.to_owned());
                *later(entry).await.or_default() += 1;
                by_length.entry(word.len()).or_default().push(later(word).await);
            }
            for (&length, words) in &by_length {
                let sorted = self.sorted.entry(length).or_default();
                for word in words.iter().copied().map(str::to_owned) {
                    sorted.push(later(word).await);
                }
            }
            let mut count = 0;
            for (length, words) in self.sorted.range_mut(2..) {
                words.sort();
                count += length * later(words.iter_mut()).await.len();
            }
            for length in by_length.keys().copied().collect::<Vec<_>>().drain(..) {
                later(length).await;
            }
            count
        }
    }

    pub fn test() {
        let mut object: Box<dyn Count + Send + Sync> = Box::new(Table::default());
        assert_eq!(elsewhere(object.count(&["a", "bc", "de", "fgh", "bc"])), 9);
    }
}

mod places {
    use super::*;

    trait Update {
        inline async fn update(&mut self, rows: &mut Vec<Vec<u32>>) -> u32;
    }

    struct Grid {
        last: Option<Box<Grid>>,
        value: u32,
    }

    impl Update for Grid {
        async fn update(&mut self, rows: &mut Vec<Vec<u32>>) -> u32 {
            for i in 0..rows.len() {
                let row = &mut rows[i];
                row.push(later(i).await as u32);
                for cell in row.iter_mut() {
                    *cell += later(self.value).await;
                }
            }
            let [first, .., last] = &mut rows[..] else { return 0 };
            later(()).await;
            first.append(last);
            let mut sum = 0;
            let mut grid = Some(&mut *self);
            while let Some(Grid { last, value }) = grid {
                *value += 1;
                sum += later(&*value).await;
                grid = last.as_deref_mut();
            }
            sum + first.iter().sum::<u32>()
        }
    }

    pub fn test() {
        let inner = Grid { last: None, value: 10 };
        let grid = Grid { last: Some(Box::new(inner)), value: 1 };
        let mut object: Box<dyn Update + Send + Sync> = Box::new(grid);
        assert_eq!(elsewhere(object.update(&mut vec![vec![1], vec![2]])), 21);
    }
}

mod copies_on_write {
    use super::*;

    trait Escape {
        inline async fn escape<'t>(&self, text: &'t str) -> Cow<'t, str>;
        inline async fn lines(&self, text: &str) -> usize;
    }

    struct Escaper;

    impl Escape for Escaper {
        async fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
            let mut escaped = Cow::Borrowed(text);
            for (position, _) in text.match_indices("&") {
                escaped.to_mut().insert_str(later(position).await, "\\");
            }
            escaped
        }

        async fn lines(&self, text: &str) -> usize {
            let lines: Vec<Cow<'_, str>> = text.lines().map(Cow::Borrowed).collect();
            let mut count = 0;
            for line in &lines {
                match line {
                    Cow::Borrowed(line) => count += later(line).await.len(),
                    Cow::Owned(_) => later(()).await,
                }
            }
            count
        }
    }

    pub fn test() {
        let object: Box<dyn Escape + Send + Sync> = Box::new(Escaper);
        assert_eq!(now(object.escape("a&b")), "a\\&b");
        assert_eq!(elsewhere(object.lines("a\nbc")), 3);
    }
}

mod lists {
    use super::*;

    trait Depth {
        inline async fn depth(&self, of: &str) -> usize;
    }

    struct Scope {
        name: String,
        outer: Option<Box<Scope>>,
    }

    impl Depth for Scope {
        async fn depth(&self, of: &str) -> usize {
            let scopes = std::iter::successors(Some(self), |scope| scope.outer.as_deref());
            let mut names = scopes.map(|scope| &scope.name).take_while(|name| **name != of);
            let mut depth = 0;
            while let Some(name) = names.next() {
                depth += later(name).await.len();
            }
            depth
        }
    }

    pub fn test() {
        let outer = Scope { name: "file".into(), outer: None };
        let scope = Scope { name: "f".into(), outer: Some(Box::new(outer)) };
        let object: Box<dyn Depth + Send + Sync> = Box::new(scope);
        assert_eq!(elsewhere(object.depth("")), 5);
    }
}

mod tables_of_functions {
    use super::*;

    type Words<'w> = dyn Iterator<Item = &'w str> + Send + 'w;

    trait Command {
        inline async fn run(&mut self, line: &str, words: &mut Words<'_>) -> String;
    }

    struct Shell {
        history: Vec<String>,
    }

    impl Shell {
        const COMMANDS: &[(&str, fn(&mut Self, &str) -> String)] =
            &[("say", |_, text| text.to_owned()), ("last", Self::last)];

        fn last(&mut self, _: &str) -> String {
            self.history.last().cloned().unwrap_or_default()
        }
    }

    impl Command for Shell {
        async fn run(&mut self, line: &str, words: &mut Words<'_>) -> String {
            let mut output = String::new();
            for (name, command) in Self::COMMANDS {
                if let Some(rest) = line.strip_prefix(name) {
                    output += &command(later(&mut *self).await, later(rest).await.trim());
                }
            }
            for word in words {
                output += later(word).await;
            }
            let mut history = take(&mut self.history).into_iter().chain([line.to_owned()]);
            while let Some(line) = history.next() {
                self.history.push(later(line).await);
            }
            output
        }
    }

    pub fn test() {
        let mut object: Box<dyn Command + Send + Sync> = Box::new(Shell { history: vec![] });
        assert_eq!(elsewhere(object.run("say a", &mut ["b", "c"].into_iter())), "abc");
        assert_eq!(now(object.run("last", &mut "d".split(' '))), "say ad");
    }
}

mod borrowing_objects {
    use super::*;

    trait Find {
        inline async fn find(&mut self, name: &str) -> Option<usize>;
    }

    struct Finder<'t, F> {
        text: &'t str,
        parts: Vec<&'t str>,
        is_same: F,
    }

    impl<'t, F: Fn(&str, &str) -> bool + Send + Sync> Finder<'t, F> {
        fn new(text: &'t str, is_same: F) -> Self {
            Finder { text, parts: vec![], is_same }
        }
    }

    impl<'t, F: Fn(&str, &str) -> bool + Send + Sync> Find for Finder<'t, F> {
        async fn find(&mut self, name: &str) -> Option<usize> {
            for part in self.text.split('/') {
                self.parts.push(later(part).await);
            }
            let mut parts = self.parts.iter().enumerate().map(|(index, part)| (*part, index));
            while let Some((part, index)) = parts.next() {
                if (self.is_same)(later(part).await, name) {
                    return Some(index);
                }
            }
            None
        }
    }

    pub fn test() {
        let text = String::from("a/b/c");
        let finder = Finder::new(&text, |a, b| a == b);
        let mut object: Box<dyn Find + Send + Sync + '_> = Box::new(finder);
        assert_eq!(elsewhere(object.find("c")), Some(2));
    }
}

mod lending {
    use super::*;

    trait Rows {
        type Row: 'static;

        inline async fn next(&mut self) -> Option<&Self::Row>;
        inline async fn find(&mut self, least: usize) -> Option<&Self::Row>;
    }

    struct Table<T> {
        rows: Vec<T>,
        at: usize,
    }

    impl<T: AsRef<str> + Send + Sync + 'static> Rows for Table<T> {
        type Row = T;

        async fn next(&mut self) -> Option<&T> {
            self.at += 1;
            later(()).await;
            self.rows.get(self.at - 1)
        }

        async fn find(&mut self, least: usize) -> Option<&T> {
            while self.at < self.rows.len() {
                if let Some(row) = self.next().await
                    && later(row).await.as_ref().len() >= least
                {
                    break;
                }
            }
            self.rows.get(self.at - 1)
        }
    }

    fn object<T: AsRef<str> + Send + Sync + 'static>(
        rows: Vec<T>,
    ) -> Box<dyn Rows<Row = T> + Send + Sync> {
        Box::new(Table { rows, at: 0 })
    }

    pub fn test() {
        let mut rows = object(vec!["a", "b", "cd"]);
        assert_eq!(elsewhere(rows.next()), Some(&"a"));
        assert_eq!(elsewhere(rows.find(2)), Some(&"cd"));
    }
}

fn main() {
    slices::test();
    adapters::test();
    text::test();
    maps::test();
    places::test();
    copies_on_write::test();
    lists::test();
    tables_of_functions::test();
    borrowing_objects::test();
    lending::test();
}
