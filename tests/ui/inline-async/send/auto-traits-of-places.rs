//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Places and arenas are memory, and so `Send` and `Sync` whatever the machine is that they have room
// for. An owning reference is what its value is.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{Arena, HeapArena, InlinePlace, MoveRef, PlaceFor};
use std::rc::Rc;

trait Tr {
    inline async fn m(&self) -> u8;
}

impl Tr for Rc<u8> {
    async fn m(&self) -> u8 {
        let held = self.clone();
        std::future::ready(()).await;
        *held
    }
}

fn both<T: Send + Sync>() {}
fn send<T: Send>() {}
fn sync<T: Sync>() {}

fn main() {
    both::<InlinePlace<64>>();
    both::<PlaceFor<Rc<u8>, dyn Tr>>();
    both::<Arena<64>>();
    both::<HeapArena>();

    both::<MoveRef<'_, u8>>();
    both::<MoveRef<'_, dyn Tr + Send + Sync>>();
    send::<MoveRef<'_, Cell<u8>>>();
    sync::<MoveRef<'_, Cell<u8>>>(); //~ ERROR `Cell<u8>` cannot be shared between threads safely
    send::<MoveRef<'_, dyn Tr + Sync>>();
    //~^ ERROR `dyn Tr + Sync` cannot be sent between threads safely
    sync::<MoveRef<'_, dyn Tr + Send>>();
    //~^ ERROR `dyn Tr + Send` cannot be shared between threads safely
}
