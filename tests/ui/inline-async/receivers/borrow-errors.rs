//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call holds the borrow of its object: a second `&mut self` call while one lives, a `&mut self`
// call beside a `&self` call, and an object that is dropped too early are errors.

#![feature(inline_async_fn)]

trait Tr {
    inline async fn change(&mut self);
    inline async fn look(&self);
    inline async fn take(self: Box<Self>);
}

async fn two_changes(object: &mut dyn Tr) {
    let first = object.change();
    let second = object.change(); //~ ERROR cannot borrow `*object` as mutable more than once
    first.await;
    second.await;
}

async fn look_and_change(object: &mut dyn Tr) {
    let look = object.look();
    let change = object.change(); //~ ERROR cannot borrow `*object` as mutable because it is also
    look.await;
    change.await;
}

fn escapes<T: Tr + 'static>(mut value: T) -> impl Future<Output = ()> {
    let object: &mut dyn Tr = &mut value; //~ ERROR `value` does not live long enough
    object.change()
}

async fn taken_twice(object: Box<dyn Tr>) {
    object.take().await;
    object.take().await; //~ ERROR use of moved value: `object`
}

fn main() {}
