//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Of the lifetimes in a body is believed what the types that it holds ask of them as they stand, and
// not what would follow from a proof that they implement a trait: here, that the references that the
// iterator gives and those that the closure takes are of one lifetime. Of several proofs the solver
// takes one, which need not be the one that the body relies on (`bodies-not-by-clause.rs`).

#![feature(inline_async_fn)]

use std::future::ready;

struct User {
    name: String,
    age: u32,
}

trait Count {
    inline async fn count(&self) -> u32;
}

struct Peeks(Vec<User>);

impl Count for Peeks {
    async fn count(&self) -> u32 {
        let mut users = self.0.iter().map(|user| (&user.name, &user.age)).peekable();
        let mut count = 0;
        while let Some((name, age)) = users.next() {
            ready(()).await;
            count += name.len() as u32 + age + users.peek().map_or(0, |(_, next)| **next);
        }
        count
    }
}

// The same with an iterator that does not keep an item.
struct Enumerates(Vec<User>);

impl Count for Enumerates {
    async fn count(&self) -> u32 {
        let mut count = 0;
        for (index, (name, age)) in self.0.iter().map(|user| (&user.name, &user.age)).enumerate() {
            ready(()).await;
            count += name.len() as u32 + age + self.0.get(index + 1).map_or(0, |next| next.age);
        }
        count
    }
}

fn main() {
    let _: Box<dyn Count + Send + Sync> = Box::new(Peeks(vec![]));
    //[current]~^ ERROR implementation of `FnOnce` is not general enough
    //[current]~| ERROR implementation of `Iterator` is not general enough
    //[next]~^^^ ERROR cannot be sent between threads safely
    let _: Box<dyn Count + Send + Sync> = Box::new(Enumerates(vec![]));
}
