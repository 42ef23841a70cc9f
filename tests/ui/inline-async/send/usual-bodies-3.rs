//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: usual_helpers.rs
//@ needs-threads

// Bodies as people write them: several futures at once, and streams. The future of each is `Send`,
// so that objects can be made of it.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::collections::{BTreeMap, HashMap};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};

use usual_helpers::{
    BoxFuture, Either, Error, Nexts, Stream, elsewhere, iter, join, join_all, later, race,
};

mod joins {
    use super::*;

    trait Fetch {
        inline async fn all(&self, names: &[String]) -> Vec<usize>;
        inline async fn both(&self, a: &str, b: &str) -> (usize, usize);
    }

    struct Api {
        extra: usize,
    }

    impl Api {
        async fn one(&self, name: &str) -> usize {
            later(name).await.len() + self.extra
        }
    }

    impl Fetch for Api {
        async fn all(&self, names: &[String]) -> Vec<usize> {
            let mut all = join_all(names.iter().map(|name| self.one(name))).await;
            let blocks = names.iter().map(|name| async move { self.one(name).await });
            all.extend(join_all(blocks).await);
            let boxed = names.iter().map(|name| Box::pin(self.one(name)) as BoxFuture<'_, usize>);
            all.extend(join_all(boxed.collect::<Vec<_>>()).await);
            all
        }

        async fn both(&self, a: &str, b: &str) -> (usize, usize) {
            let second = async {
                let b = later(b).await;
                self.one(b).await
            };
            join(self.one(a), second).await
        }
    }

    pub fn test() {
        let object: Box<dyn Fetch + Send + Sync> = Box::new(Api { extra: 1 });
        assert_eq!(elsewhere(object.all(&["a".into(), "bc".into()])), [2, 3, 2, 3, 2, 3]);
        assert_eq!(elsewhere(object.both("a", "bc")), (2, 3));
    }
}

mod own_streams {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use super::*;

    trait Lines {
        inline async fn count(&mut self, text: &str, start: &str) -> usize;
    }

    struct Split<'a, 'b> {
        rest: &'a str,
        by: &'b str,
    }

    impl<'a> Stream for Split<'a, '_> {
        type Item = Result<&'a str, Error>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if self.rest.is_empty() {
                return Poll::Ready(None);
            }
            let (item, rest) = self.rest.split_once(self.by).unwrap_or((self.rest, ""));
            self.rest = rest;
            Poll::Ready(Some(if item == "!" { Err(item.into()) } else { Ok(item) }))
        }
    }

    struct Counter {
        errors: Vec<Error>,
    }

    impl Lines for Counter {
        async fn count(&mut self, text: &str, start: &str) -> usize {
            let mut count = 0;
            let mut lines = Split { rest: text, by: "\n" };
            while let Some(line) = lines.next().await {
                match line {
                    Ok(line) if line.starts_with(start) => count += later(line).await.len(),
                    Ok(_) => later(()).await,
                    Err(error) => self.errors.push(later(error).await),
                }
            }
            let items = &mut lines as &mut (dyn Stream<Item = Result<&str, Error>> + Send + Unpin);
            count + usize::from(items.next().await.is_none()) + self.errors.len()
        }
    }

    pub fn test() {
        let mut object: Box<dyn Lines + Send + Sync> = Box::new(Counter { errors: vec![] });
        assert_eq!(elsewhere(object.count("ab\n!\ncd\na", "a")), 5);
    }
}

mod merged_streams {
    use std::task::{Context, Poll};

    use super::*;

    trait Merge {
        inline async fn merge(&self, texts: &[&str]) -> String;
    }

    struct Unfold<T, F, Fut> {
        state: Option<T>,
        next: F,
        future: Option<Pin<Box<Fut>>>,
    }

    impl<T, F, Fut> Unpin for Unfold<T, F, Fut> {}

    fn unfold<T, I, F, Fut>(state: T, next: F) -> Unfold<T, F, Fut>
    where
        F: FnMut(T) -> Fut,
        Fut: Future<Output = Option<(I, T)>>,
    {
        Unfold { state: Some(state), next, future: None }
    }

    impl<T, I, F, Fut> Stream for Unfold<T, F, Fut>
    where
        F: FnMut(T) -> Fut,
        Fut: Future<Output = Option<(I, T)>>,
    {
        type Item = I;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
            let this = &mut *self;
            if let Some(state) = this.state.take() {
                this.future = Some(Box::pin((this.next)(state)));
            }
            let Some(future) = &mut this.future else { return Poll::Ready(None) };
            match future.as_mut().poll(cx) {
                Poll::Ready(next) => {
                    this.future = None;
                    let (item, state) = next.unzip();
                    this.state = state;
                    Poll::Ready(item)
                }
                Poll::Pending => Poll::Pending,
            }
        }
    }

    type BoxStream<'s, T> = Pin<Box<dyn Stream<Item = T> + Send + 's>>;

    struct Merger(usize);

    impl Merge for Merger {
        async fn merge(&self, texts: &[&str]) -> String {
            let mut merged = String::new();
            let mut streams: Vec<BoxStream<'_, &str>> = vec![];
            for &text in texts {
                let size = self.0;
                streams.push(Box::pin(unfold(text, move |rest| async move {
                    let (head, rest) = later(rest).await.split_at_checked(size)?;
                    Some((head, rest))
                })));
            }
            while let Some(mut stream) = streams.pop() {
                while let Some(part) = stream.next().await {
                    merged += later(part).await;
                }
            }
            let mut lines = unfold(texts.iter(), |mut texts| async move {
                let text = texts.next()?;
                Some((later(text).await.len() + self.0, texts))
            });
            while let Some(length) = lines.next().await {
                merged += &later(length).await.to_string();
            }
            let pages = iter(1..3).then(|page| async move { later(texts.get(page)).await });
            let pages: Vec<Option<&&str>> = pages.collect().await;
            merged + &format!("{pages:?}")
        }
    }

    pub fn test() {
        let object: Box<dyn Merge + Send + Sync> = Box::new(Merger(2));
        assert_eq!(elsewhere(object.merge(&["abcde", "fg"])), "fgabcd74[Some(\"fg\"), None]");
    }
}

mod races {
    use super::*;

    trait Wait {
        inline async fn first(&self, a: &str, b: &str) -> String;
    }

    struct Waiter(u32);

    impl Waiter {
        async fn wait<'t>(&self, text: &'t str) -> &'t str {
            for _ in 0..self.0 + text.len() as u32 {
                later(()).await;
            }
            text
        }
    }

    impl Wait for Waiter {
        async fn first(&self, a: &str, b: &str) -> String {
            let mut slow = pin!(self.wait(a));
            let mut fast = pin!(async { self.wait(b).await.to_uppercase() });
            loop {
                match race(&mut slow, &mut fast).await {
                    Either::Left(text) => return later(text).await.to_owned(),
                    Either::Right(text) => {
                        let slow = slow.as_mut().await;
                        return text + later(slow).await;
                    }
                }
            }
        }
    }

    pub fn test() {
        let object: Box<dyn Wait + Send + Sync> = Box::new(Waiter(1));
        assert_eq!(elsewhere(object.first("abc", "d")), "Dabc");
        assert_eq!(elsewhere(object.first("a", "bcd")), "a");
    }
}

mod time_limits {
    use super::*;

    trait Query {
        inline async fn query(&mut self, names: &[&str], limit: usize) -> Vec<Option<usize>>;
    }

    #[derive(Default)]
    struct Resolver {
        known: HashMap<String, usize>,
        missed: Vec<String>,
    }

    async fn wait(times: usize) {
        for _ in 0..times {
            later(()).await;
        }
    }

    async fn within<F: Future>(times: usize, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let limit = pin!(wait(times));
        match race(future.as_mut(), limit).await {
            Either::Left(output) => Some(output),
            Either::Right(()) => None,
        }
    }

    impl Resolver {
        async fn resolve<'n>(&self, name: &'n str) -> (&'n str, usize) {
            wait(name.len()).await;
            (name, self.known.get(name).copied().unwrap_or_default())
        }
    }

    impl Query for Resolver {
        async fn query(&mut self, names: &[&str], limit: usize) -> Vec<Option<usize>> {
            let mut found = vec![];
            for &name in names {
                let resolved = within(limit, self.resolve(name)).await;
                if let Some((name, number)) = resolved {
                    found.push(later(Some(number + name.len())).await);
                } else {
                    self.missed.push(later(name).await.to_owned());
                    found.push(None);
                }
            }
            let all = names.iter().map(|name| within(limit, async { self.resolve(name).await.1 }));
            found.extend(join_all(all).await);
            found
        }
    }

    pub fn test() {
        let mut resolver = Resolver::default();
        resolver.known.insert("ab".into(), 10);
        let mut object: Box<dyn Query + Send + Sync> = Box::new(resolver);
        assert_eq!(elsewhere(object.query(&["ab", "abcd"], 3)), [Some(12), None, Some(10), None]);
    }
}

mod listeners {
    use super::*;

    struct Event<'e> {
        name: &'e str,
        count: &'e Mutex<usize>,
    }

    type Listener = Box<dyn for<'e> Fn(&'e Event<'e>) -> BoxFuture<'e, usize> + Send + Sync>;

    type Filter = dyn Fn(&str) -> bool + Sync;

    trait Emit {
        inline async fn emit(&self, event: Event<'_>, filter: &Filter) -> usize;
        inline async fn each(&self, f: Box<dyn FnMut(&str) + Send + '_>) -> usize;
    }

    #[derive(Default)]
    struct Emitter {
        listeners: BTreeMap<String, Vec<Listener>>,
    }

    impl Emit for Emitter {
        async fn emit(&self, event: Event<'_>, filter: &Filter) -> usize {
            let mut sum = 0;
            let listeners = self.listeners.iter().filter(|(name, _)| filter(name));
            for listener in listeners.flat_map(|(_, listeners)| listeners) {
                sum += listener(&event).await;
                *event.count.lock().unwrap() += later(1).await;
            }
            let all = self.listeners.values().flatten().map(|listener| listener(&event));
            sum + join_all(all).await.into_iter().sum::<usize>()
        }

        async fn each(&self, mut f: Box<dyn FnMut(&str) + Send + '_>) -> usize {
            for (name, listeners) in &self.listeners {
                f(later(name).await);
                for _ in listeners {
                    f(later("listener").await);
                }
            }
            self.listeners.len()
        }
    }

    pub fn test() {
        let mut emitter = Emitter::default();
        let listener: Listener =
            Box::new(|event| Box::pin(async { later(event.name).await.len() }));
        emitter.listeners.entry("a".into()).or_default().push(listener);
        let listener: Listener = Box::new(|event| {
            Box::pin(async move {
                let count = later(event.count).await;
                *count.lock().unwrap() * 10
            })
        });
        emitter.listeners.entry("b".into()).or_default().push(listener);
        let object: Arc<dyn Emit + Send + Sync> = Arc::new(emitter);
        let count = Mutex::new(1);
        let event = Event { name: "event", count: &count };
        assert_eq!(elsewhere(object.emit(event, &|name| name != "c")), 60);
        let mut names = String::new();
        assert_eq!(elsewhere(object.each(Box::new(|name| names.push_str(&name[..1])))), 2);
        assert_eq!(names, "albl");
    }
}

fn main() {
    joins::test();
    own_streams::test();
    merged_streams::test();
    races::test();
    time_limits::test();
    listeners::test();
}
