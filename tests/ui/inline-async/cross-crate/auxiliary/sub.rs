//@ edition: 2024
//@ aux-build: reader.rs

#![feature(inline_async_fn)]

extern crate reader;

use reader::Reader;

pub trait Other {
    inline async fn other(&self) -> &'static str;
}

/// Its supertraits are a trait of another crate and one of this.
pub trait Both: Reader<Error = ()> + Other {
    inline async fn both(&mut self) -> String {
        format!("{} {}", self.other().await, self.read_all(2).await.unwrap().len())
    }
}
