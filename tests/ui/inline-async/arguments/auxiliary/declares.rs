//@ edition: 2024

#![feature(inline_async_fn)]

pub const LENGTH: usize = 25;
pub type Words = [usize; LENGTH];

pub trait Methods {
    fn own(&self) -> usize;

    inline async fn required(&self, words: Words) -> usize;

    inline async fn provided(&self, words: Words) -> usize {
        std::future::ready(()).await;
        self.own() + words[3]
    }
}
