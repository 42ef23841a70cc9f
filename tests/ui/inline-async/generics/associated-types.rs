//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Associated types in arguments and outputs of inline async methods, with bounds, and with a type
// that only known types have.

#![feature(inline_async_fn)]

use std::fmt::Debug;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Store {
    type Key: Clone;
    type Value: Debug;
    type Error;
    type Borrowed<'a>
    where
        Self: Sized + 'a;

    inline async fn put(
        &mut self,
        key: Self::Key,
        value: Self::Value,
    ) -> Result<Option<Self::Value>, Self::Error>;
    inline async fn keys(&self) -> Vec<Self::Key>;
    fn borrowed(&self) -> Self::Borrowed<'_>
    where
        Self: Sized;
}

struct List(Vec<(String, u64)>);

impl Store for List {
    type Key = String;
    type Value = u64;
    type Error = ();
    type Borrowed<'a> = &'a [(String, u64)];

    async fn put(&mut self, key: String, value: u64) -> Result<Option<u64>, ()> {
        if key.is_empty() {
            return Err(());
        }
        match self.0.iter_mut().find(|(other, _)| *other == key) {
            Some((_, old)) => Ok(Some(std::mem::replace(old, value))),
            None => {
                self.0.push((key, value));
                Ok(None)
            }
        }
    }
    async fn keys(&self) -> Vec<String> {
        self.0.iter().map(|(key, _)| key.clone()).collect()
    }
    fn borrowed(&self) -> &[(String, u64)] {
        &self.0
    }
}

type Object<'a> = dyn Store<Key = String, Value = u64, Error = ()> + 'a;

async fn put_again<S: Store + ?Sized>(store: &mut S, value: S::Value) -> Option<S::Value> {
    let key = store.keys().await.pop()?;
    store.put(key.clone(), value).await.ok()?
}

fn main() {
    let mut list = List(vec![]);
    let object: &mut Object<'_> = &mut list;
    assert_eq!(block_on(object.put("a".into(), 1)), Ok(None));
    assert_eq!(block_on(object.put("".into(), 2)), Err(()));
    assert_eq!(block_on(object.put("a".into(), 3)), Ok(Some(1)));
    assert_eq!(block_on(put_again(object, 4)), Some(3));
    assert_eq!(block_on(object.keys()), ["a"]);
    assert_eq!(list.borrowed().len(), 1);
}
