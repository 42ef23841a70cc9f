//@ edition: 2024

// `#[inline_async(send)]` is gated with `inline async fn`.

#[inline_async(send)] //~ ERROR the `#[inline_async]` attribute is an experimental feature
trait Tr {
    async fn m(&self);
}

fn main() {}
