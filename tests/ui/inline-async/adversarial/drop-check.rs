//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call runs code of the implementation as it is dropped, and a binding uses its place: what they
// borrow from must outlive them strictly, although nothing of it stands in a future that is
// visible.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlinePlace, MoveRef, Placed, move_ref, placeable,
};
use std::pin::pin;

trait Work<'t> {
    inline async fn work(&mut self, text: &str) -> &'t str;
}

#[placeable]
trait Ending {
    inline async fn end(self);
}

struct Borrows<'t>(&'t String);

impl<'t> Work<'t> for Borrows<'t> {
    async fn work(&mut self, _text: &str) -> &'t str {
        self.0
    }
}

impl Ending for Borrows<'_> {
    async fn end(self) {}
}

fn argument(object: &mut dyn Work<'static>) {
    let call;
    let text = String::new();
    call = object.work(&text); //~ ERROR `text` does not live long enough
}

fn place(object: &mut dyn Work<'static>) {
    let call;
    let mut place = HeapPlace::new();
    call = object.work("").in_place(&mut place); //~ ERROR `place` does not live long enough
}

fn pinned_place(object: &mut dyn Work<'static>) {
    let binding;
    let mut place = pin!(InlinePlace::<64>::new());
    //~^ ERROR temporary value dropped while borrowed
    binding = Placed::new_in(object, place.as_mut()); //~ ERROR `place` does not live long enough
}

fn object() {
    let call;
    let text = String::new();
    let mut borrows = Borrows(&text); //~ ERROR `text` does not live long enough
    call = (&mut borrows as &mut dyn Work<'_>).work("");
    //~^ ERROR `borrows` does not live long enough
}

fn inside_of_a_box() {
    let binding;
    let text = String::new();
    binding = HeapPlaced::new(Box::new(Borrows(&text)) as Box<dyn Ending + '_>);
    //~^ ERROR `text` does not live long enough
}

fn consumed() {
    let call;
    let text = String::new();
    let object = Box::new(Borrows(&text)) as Box<dyn Ending + '_>;
    //~^ ERROR `text` does not live long enough
    call = HeapPlaced::new(object).end();
}

fn consumed_here() {
    let call;
    let text = String::new();
    let object: MoveRef<'_, dyn Ending> = move_ref!(Borrows(&text));
    //~^ ERROR `text` does not live long enough
    //~| ERROR temporary value dropped while borrowed
    call = HeapPlaced::new(object).end();
}

fn main() {}
