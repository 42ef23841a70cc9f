//@ edition: 2024

// Items that a binding cannot forward are named, each with its reason, and nothing is generated.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

macro_rules! made {
    () => {
        fn made(&self);
    };
}

#[placeable] //~ ERROR cannot forward `boxed`, `counted`, `shared`, `pinned_ref`, `by_value` and `sized` of trait `Receivers`
trait Receivers {
    fn good(&self);
    fn boxed(self: Box<Self>) {}
    fn counted(self: Rc<Self>);
    fn shared(self: Arc<Self>);
    fn pinned_ref(self: Pin<&Self>);
    fn by_value(self);
    fn sized(&self)
    where
        Self: Sized;
    fn sized_with_default(&self)
    where
        Self: Sized,
    {
    }
}

#[placeable] //~ ERROR cannot forward `boxed` of trait `InlineReceivers`
trait InlineReceivers {
    inline async fn boxed(self: Box<Self>);
}

#[placeable] //~ ERROR cannot forward `CONST`, `Generic`, `Whole`, `make`, `map`, `each`, `run`, `iter` and `auto` of trait `Shapes`
trait Shapes {
    const CONST: u8;
    type Generic<'a>
    where
        Self: 'a;
    type Whole
    where
        Self: Sized;
    fn make() -> u8;
    fn map<T>(&self, value: T);
    fn each(&self, f: impl Fn());
    async fn run(&self);
    fn iter(&self) -> Box<impl Iterator<Item = u8>>;
    fn auto(&self)
    where
        Self: Send;
}

#[placeable] //~ ERROR cannot forward the items made by a macro of trait `Made`
trait Made {
    made!();
}

fn main() {}
