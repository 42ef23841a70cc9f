//@ run-pass
//@ edition: 2024

// Type, const and lifetime parameters, their bounds, `where` clauses and defaults carry over.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
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

#[placeable]
trait Table<'k, K: Ord + ?Sized, V, const N: usize = 4>
where
    K: 'k,
    V: Copy,
{
    inline async fn put(&mut self, key: &'k K, values: [V; N]);
    inline async fn get(&self, key: &K) -> Option<[V; N]>;
    fn first(&self) -> Option<&'k K>;
}

struct List<'k, K: ?Sized, V, const N: usize>(Vec<(&'k K, [V; N])>);

impl<'k, K: Ord + ?Sized, V: Copy, const N: usize> Table<'k, K, V, N> for List<'k, K, V, N> {
    inline async fn put(&mut self, key: &'k K, values: [V; N]) {
        self.0.push((key, values));
    }
    inline async fn get(&self, key: &K) -> Option<[V; N]> {
        self.0.iter().find(|(other, _)| *other == key).map(|(_, values)| *values)
    }
    fn first(&self) -> Option<&'k K> {
        self.0.first().map(|(key, _)| *key)
    }
}

fn main() {
    let key = "key".to_string();
    let object: Box<dyn Table<'_, str, u8, 2> + '_> = Box::new(List(vec![]));
    let mut binding = HeapPlaced::new(object);
    let first = {
        block_on(binding.put(&key, [1, 2]));
        let other = "key".to_string();
        assert_eq!(block_on(binding.get(&other)), Some([1, 2]));
        assert_eq!(block_on(binding.get("none")), None);
        binding.first()
    };
    drop(binding);
    assert_eq!(first, Some("key"));
}
