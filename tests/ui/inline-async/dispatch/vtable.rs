//@ edition: 2024

// The entry of an inline async method in a vtable is that of its `run`, and two words for the
// machine's size and align come after the trait's own methods: also in a trait that has none of its
// own, and once more for a subtrait. A method whose `where` clause does not hold is vacant.

#![feature(inline_async_fn, rustc_attrs, trivial_bounds)]
#![allow(internal_features, trivial_bounds)]

trait Plain {
    fn plain(&self);
}

trait First {
    fn a(&self);
    inline async fn b(&self);
    inline async fn c(self: Box<Self>);
}

trait Second<T> {
    inline async fn d(&mut self)
    where
        T: Clone;
}

trait Sub: Plain + First + Second<u8> {}

struct It;
struct NotClone;

impl Plain for It {
    fn plain(&self) {}
}

#[rustc_dump_vtable]
impl First for It {
    //~^ ERROR vtable entries
    fn a(&self) {}
    async fn b(&self) {}
    async fn c(self: Box<Self>) {}
}

#[rustc_dump_vtable]
impl Second<u8> for It {
    //~^ ERROR vtable entries
    async fn d(&mut self) {}
}

#[rustc_dump_vtable]
impl Second<NotClone> for It {
    //~^ ERROR vtable entries
    async fn d(&mut self)
    where
        NotClone: Clone,
    {
    }
}

#[rustc_dump_vtable]
impl Sub for It {}
//~^ ERROR vtable entries

fn main() {}
