//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An implementation that names its futures, as boxed ones, calls itself and makes objects of its
// own trait where the trait says that futures are `Send`: what is `Send` is written there.

#![feature(inline_async_fn)]
#![allow(refining_impl_trait)]

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[inline_async(send)]
trait Folder: Send + Sync {
    inline async fn depth(&self, limit: usize) -> usize;
    inline async fn open(&self, name: &str) -> Option<Box<dyn Folder>>;
}

struct Path(Vec<String>);

impl Folder for Path {
    fn depth(&self, limit: usize) -> Boxed<'_, usize> {
        Box::pin(async move {
            match self.0.split_first() {
                Some((_, rest)) if limit > 0 => 1 + Path(rest.to_vec()).depth(limit - 1).await,
                _ => 0,
            }
        })
    }

    fn open<'a>(&'a self, name: &str) -> Boxed<'a, Option<Box<dyn Folder>>> {
        let opened = self.0.split_first().filter(|(first, _)| *first == name);
        let rest = opened.map(|(_, rest)| Path(rest.to_vec()));
        Box::pin(async move { rest.map(|rest| Box::new(rest) as Box<dyn Folder>) })
    }
}

fn now<T>(future: impl Future<Output = T> + Send) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

fn main() {
    let folder: Box<dyn Folder> = Box::new(Path(vec!["a".into(), "b".into(), "c".into()]));
    assert_eq!((now(folder.depth(9)), now(folder.depth(2))), (3, 2));
    assert!(now(folder.open("b")).is_none());
    let folder = now(folder.open("a")).unwrap();
    assert_eq!(now(folder.depth(9)), 2);
}
