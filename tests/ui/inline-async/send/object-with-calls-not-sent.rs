//@ run-pass
//@ edition: 2024
//@ aux-build: usual_helpers.rs
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `#[inline_async(send)]` asks of an object type that calls on it are `Send`, before it implements the
// trait. A call on the object itself does not ask for that: it is what it is, `Send` or not, and an
// object of which nobody knows whether its calls are `Send` can be called as without the attribute.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::rc::Rc;

use usual_helpers::now;

// With arguments of a type that is a parameter.

#[inline_async(send)]
trait Manager<T> {
    async fn create(&self) -> T;
    async fn recycle(&self, item: &mut T) -> bool;
    async fn close(&mut self, rest: Vec<T>) -> usize;
}

struct Counts(u32);

impl Manager<u32> for Counts {
    async fn create(&self) -> u32 {
        std::future::ready(()).await;
        self.0
    }

    async fn recycle(&self, item: &mut u32) -> bool {
        *item += 1;
        true
    }

    async fn close(&mut self, rest: Vec<u32>) -> usize {
        rest.len()
    }
}

struct Pool<T>(Box<dyn Manager<T> + Send + Sync>);

impl<T> Pool<T> {
    async fn get(&self) -> T {
        let mut item = self.0.create().await;
        let manager = &*self.0;
        assert!(manager.recycle(&mut item).await);
        item
    }

    async fn close(&mut self, rest: Vec<T>) -> usize {
        self.0.close(rest).await
    }
}

// Of a subtrait.

trait Named<T>: Manager<T> {
    inline async fn name(&self) -> String;
}

impl Named<u32> for Counts {
    async fn name(&self) -> String {
        self.0.to_string()
    }
}

async fn of_subtrait<T>(named: &(dyn Named<T> + Send + Sync)) -> (T, String) {
    (named.create().await, named.name().await)
}

// Without `Sync`, which a shared receiver would have to be.

#[inline_async(send)]
trait Job {
    async fn run(&self) -> u32;
}

impl Job for u32 {
    async fn run(&self) -> u32 {
        *self + 1
    }
}

async fn run(job: &dyn Job) -> u32 {
    job.run().await
}

// Such a pool can be written down for what is not `Send`. There is no object to make one of.
fn never(pool: Option<Pool<Rc<()>>>, job: Option<&dyn Named<Rc<()>>>) -> bool {
    let job = job.map(|job| now(async { (job.create().await, job.name().await) }));
    pool.map(|mut pool| (now(pool.get()), now(pool.close(vec![])))).is_some() || job.is_some()
}

fn main() {
    let mut pool = Pool(Box::new(Counts(7)));
    assert_eq!(now(pool.get()), 8);
    assert_eq!(now(pool.close(vec![1, 2])), 2);
    assert_eq!(now(of_subtrait(&Counts(3))), (3, "3".to_owned()));
    assert_eq!(now(run(&1)), 2);
    assert!(!never(None, None));
}
