//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Return-type notation on an inline async method of a type parameter works as on any `async fn`.

#![feature(inline_async_fn, return_type_notation)]

trait Tr {
    inline async fn m(&self) -> u8;
}

struct It;

impl Tr for It {
    async fn m(&self) -> u8 {
        1
    }
}

fn spawn<F: Future + Send>(_: F) {}

fn sends<T: Tr<m(..): Send> + Sync>(value: &T) {
    spawn(value.m());
    spawn(async { value.m().await });
}

fn main() {
    sends(&It);
    // The future of a known type leaks its auto traits, as ever.
    spawn(It.m());
}
