// `inline async fn` needs its feature, also where it is configured out and where a macro drops it.

//@ edition: 2024

trait Tr {
    inline async fn m(&self); //~ ERROR `inline async fn` is experimental [E0658]
}

impl Tr for u8 {
    inline async fn m(&self) {} //~ ERROR `inline async fn` is experimental [E0658]
}

#[cfg(false)]
trait ConfiguredOut {
    inline async fn m(&self); //~ ERROR `inline async fn` is experimental [E0658]
}

macro_rules! drop_item {
    ($item:item) => {};
}

drop_item! {
    trait Dropped {
        inline async fn m(&self); //~ ERROR `inline async fn` is experimental [E0658]
    }
}

fn main() {}
