//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: usual_helpers.rs
//@ needs-threads

// Bodies as people write them: closures, helpers with bounds for all lifetimes, and what borrows
// from what. The future of each is `Send`, so that objects can be made of it.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::collections::VecDeque;
use std::sync::Arc;

use usual_helpers::{BoxFuture, elsewhere, later};

mod closures {
    use super::*;

    trait Measure {
        inline async fn measure(&self, texts: &[String]) -> usize;
    }

    struct Measures {
        by: Box<dyn Fn(&str) -> usize + Send + Sync>,
        choose: for<'a> fn(&'a str, &'a str) -> &'a str,
    }

    impl Measure for Measures {
        async fn measure(&self, texts: &[String]) -> usize {
            let least = texts.len();
            let longer = |text: &str| text.len() + least;
            let first = |text: &String| -> Option<char> { text.chars().next() };
            let by: &(dyn Fn(&str) -> usize + Send + Sync) = &*self.by;
            let mut chosen = "";
            let mut sum = 0;
            for text in texts {
                sum += later(longer(text)).await + by(later(text).await);
                sum += usize::from(first(text) == Some('b'));
                chosen = (self.choose)(chosen, later(text).await);
            }
            sum + longer(chosen)
        }
    }

    pub fn test() {
        let measures = Measures { by: Box::new(|text| text.len()), choose: |a, b| a.max(b) };
        let object: Box<dyn Measure + Send + Sync> = Box::new(measures);
        assert_eq!(elsewhere(object.measure(&["ab".into(), "c".into()])), 13);
    }
}

mod pairs {
    use super::*;

    trait Compare {
        inline async fn compare(&self, a: &str, b: &[u8]) -> usize;
    }

    struct Pair<'a, 'b: 'a> {
        text: &'a &'b str,
        bytes: &'a [u8],
    }

    impl<'a, 'b> Pair<'a, 'b> {
        fn of(text: &'a &'b str, bytes: &'a [u8]) -> Self {
            Pair { text, bytes }
        }

        async fn count(&self) -> usize {
            later(self.text).await.len() + later(self.bytes).await.len()
        }
    }

    struct Held<'a, 'b>(*const &'a &'b str);

    unsafe impl<'a, 'b: 'a> Send for Held<'a, 'b> {}
    unsafe impl<'a, 'b: 'a> Sync for Held<'a, 'b> {}

    struct Always<T: 'static>(*const T);

    unsafe impl<T: Send + 'static> Send for Always<T> {}

    struct Cell<'a, T: ?Sized>(*const T, &'a u8);

    unsafe impl<'a, T: Sync + ?Sized + 'a> Send for Cell<'a, T> {}

    struct Comparing;

    impl Compare for Comparing {
        async fn compare(&self, a: &str, b: &[u8]) -> usize {
            let pair = Pair::of(&a, b);
            let held = Held(&&a);
            let always = Always(&"static");
            let cell = Cell(a, &b[0]);
            let count = pair.count().await;
            later(()).await;
            let _ = (held.0, always.0, cell.0);
            count + usize::from(*cell.1)
        }
    }

    pub fn test() {
        let object: Box<dyn Compare + Send + Sync> = Box::new(Comparing);
        assert_eq!(elsewhere(object.compare("abc", &[1, 2])), 6);
    }
}

mod borrowed_formats {
    use super::*;

    trait Decode {
        inline async fn decode(&self, bytes: &[u8]) -> usize;
    }

    trait Read<'r>: Sized {
        fn read(bytes: &'r [u8]) -> Option<(Self, &'r [u8])>;
    }

    struct Name<'r>(&'r [u8]);

    impl<'r> Read<'r> for Name<'r> {
        fn read(bytes: &'r [u8]) -> Option<(Self, &'r [u8])> {
            let (&length, rest) = bytes.split_first()?;
            let (name, rest) = rest.split_at_checked(length.into())?;
            Some((Name(name), rest))
        }
    }

    impl<'r> Read<'r> for u8 {
        fn read(bytes: &'r [u8]) -> Option<(Self, &'r [u8])> {
            bytes.split_first().map(|(first, rest)| (*first, rest))
        }
    }

    async fn read<'r, T: Read<'r>>(bytes: &'r [u8]) -> Option<(T, &'r [u8])> {
        let (value, rest) = T::read(later(bytes).await)?;
        later(()).await;
        Some((value, rest))
    }

    async fn read_owned<T>(bytes: &[u8]) -> Option<T>
    where
        T: for<'r> Read<'r>,
    {
        let (value, rest) = T::read(bytes)?;
        later(()).await;
        rest.len().checked_sub(1).map(|_| value)
    }

    struct Decoder;

    impl Decode for Decoder {
        async fn decode(&self, bytes: &[u8]) -> usize {
            let mut count = 0;
            let mut rest = bytes;
            while let Some((name, after)) = read::<Name<'_>>(rest).await {
                count += later(&name).await.0.len();
                rest = after;
            }
            count + usize::from(read_owned::<u8>(bytes).await.unwrap_or_default())
        }
    }

    pub fn test() {
        let object: Box<dyn Decode + Send + Sync> = Box::new(Decoder);
        assert_eq!(elsewhere(object.decode(&[1, 7, 2, 8, 9])), 4);
    }
}

mod guards {
    use super::*;

    trait Change {
        inline async fn change(&mut self, by: &[i32]) -> i32;
    }

    struct Undo<'a, T, F: FnMut(&mut T)> {
        value: &'a mut T,
        undo: F,
    }

    unsafe impl<'a, T: Send, F: FnMut(&mut T) + Send> Send for Undo<'a, T, F> {}

    impl<T, F: FnMut(&mut T)> Drop for Undo<'_, T, F> {
        fn drop(&mut self) {
            (self.undo)(self.value)
        }
    }

    struct Account(i32);

    impl Change for Account {
        async fn change(&mut self, by: &[i32]) -> i32 {
            let before = self.0;
            let mut reached = before;
            {
                let undo = Undo { value: &mut *self, undo: |account| account.0 = before };
                for by in by {
                    undo.value.0 += later(*by).await;
                    reached = reached.max(undo.value.0);
                }
            }
            reached - self.0
        }
    }

    pub fn test() {
        let mut object: Box<dyn Change + Send + Sync> = Box::new(Account(100));
        assert_eq!(elsewhere(object.change(&[1, 5, -2])), 6);
    }
}

mod functions_of_futures {
    use super::*;

    trait Run {
        inline async fn run(&self, names: &[&str]) -> usize;
    }

    trait AsyncFn1<A>: Fn(A) -> Self::Future {
        type Out;
        type Future: Future<Output = Self::Out>;
    }

    impl<A, F: Fn(A) -> Fut, Fut: Future> AsyncFn1<A> for F {
        type Out = Fut::Output;
        type Future = Fut;
    }

    async fn with_each<F>(names: &[&str], f: F) -> usize
    where
        F: for<'a> AsyncFn1<&'a str, Out = usize>,
    {
        let mut sum = 0;
        for name in names {
            sum += f(name).await;
            later(()).await;
        }
        sum
    }

    async fn length(name: &str) -> usize {
        later(name).await.len()
    }

    type Job<'j> = Box<dyn for<'a> Fn(&'a str) -> BoxFuture<'a, usize> + Send + Sync + 'j>;

    struct Runner(Job<'static>);

    impl Run for Runner {
        async fn run(&self, names: &[&str]) -> usize {
            let mut sum = with_each(names, length).await;
            sum += with_each(names, &*self.0).await;
            let count = names.len();
            let jobs: Vec<Job<'_>> = vec![
                Box::new(|name| Box::pin(length(name))),
                Box::new(|name| (self.0)(name)),
                Box::new(move |name| Box::pin(async move { length(name).await + count })),
            ];
            for job in &jobs {
                sum += job(names[0]).await;
            }
            sum
        }
    }

    pub fn test() {
        let runner = Runner(Box::new(|name| Box::pin(async move { length(name).await + 1 })));
        let object: Box<dyn Run + Send + Sync> = Box::new(runner);
        assert_eq!(elsewhere(object.run(&["ab", "c"])), 17);
    }
}

mod higher_ranked_traits {
    use super::*;

    trait Handler<'r> {
        type Reply;

        inline async fn handle(&self, request: &'r Request<'r>) -> Self::Reply;
    }

    struct Request<'r> {
        words: Vec<&'r str>,
    }

    struct First(usize);

    impl<'r> Handler<'r> for First {
        type Reply = Option<&'r str>;

        async fn handle(&self, request: &'r Request<'r>) -> Option<&'r str> {
            let mut words = request.words.iter().skip(self.0).map(|word| word.trim());
            let mut first = None;
            while let Some(word) = words.next() {
                first = first.or((later(word).await.len() > 1).then_some(word));
            }
            first
        }
    }

    type Object = dyn for<'r> Handler<'r, Reply = Option<&'r str>> + Send + Sync;

    pub fn test() {
        let object: Arc<Object> = Arc::new(First(1));
        let text = String::from("ab c de");
        let request = Request { words: text.split(' ').collect() };
        assert_eq!(elsewhere(object.handle(&request)), Some("de"));
    }
}

mod generic_implementations {
    use super::*;

    trait Source {
        type Item: Send + 'static;

        fn pull(&mut self) -> Option<Self::Item>;
    }

    impl Source for VecDeque<String> {
        type Item = String;

        fn pull(&mut self) -> Option<String> {
            self.pop_front()
        }
    }

    struct Slot<T: 'static> {
        item: Option<T>,
    }

    unsafe impl<T: Send + 'static> Send for Slot<T> {}

    type Keep<T> = dyn Fn(&T) -> bool + Sync;

    trait Drain<T> {
        inline async fn drain(&mut self, to: &mut Vec<T>, keep: &Keep<T>) -> usize;
    }

    struct Drained<S> {
        source: S,
        rejected: Vec<Box<dyn std::any::Any + Send + Sync>>,
    }

    impl<S> Drain<S::Item> for Drained<S>
    where
        S: Source<Item: Sync> + Send,
    {
        async fn drain(&mut self, to: &mut Vec<S::Item>, keep: &Keep<S::Item>) -> usize {
            let mut slot = Slot { item: self.source.pull() };
            while let Some(item) = slot.item.take() {
                later(&item).await;
                if keep(&item) {
                    to.push(item);
                } else {
                    self.rejected.push(Box::new(item));
                }
                slot.item = later(&mut self.source).await.pull();
            }
            let kept = to.iter().zip(&self.rejected).filter(|(item, _)| keep(item));
            for (item, rejected) in kept {
                later((item, rejected)).await;
            }
            self.rejected.len()
        }
    }

    fn object<S>(source: S) -> Box<dyn Drain<S::Item> + Send>
    where
        S: Source<Item: Sync> + Send + 'static,
    {
        Box::new(Drained { source, rejected: vec![] })
    }

    pub fn test() {
        let mut to = vec![];
        let mut object = object(VecDeque::from(["a".into(), "bc".into()]));
        assert_eq!(elsewhere(object.drain(&mut to, &|item| item.len() > 1)), 1);
        assert_eq!(to, ["bc"]);
    }
}

fn main() {
    closures::test();
    pairs::test();
    borrowed_formats::test();
    guards::test();
    functions_of_futures::test();
    higher_ranked_traits::test();
    generic_implementations::test();
}
