//@ edition: 2024

#![feature(inline_async_fn)]

trait Store {
    inline async fn get<K: Into<String>>(&self, key: K) -> Vec<u8>;
    //~^ ERROR E0807

    inline async fn same(&self, other: &Self) -> bool;
    //~^ ERROR E0807
}

fn main() {}
