// rustfmt-edition: 2021
// The attribute `#[inline_async]` stays an attribute, and where it is.

#[inline_async]
trait Reader {
    async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    inline async fn flush(&mut self);
    async fn open(path: &str) -> Self
    where
        Self: Sized;
}

trait Writer {
    /// Documented.
    #[inline_async(send)]
    #[must_use]
    async fn write(&mut self, buf: &[u8]) -> usize {
        0
    }
    #[cfg_attr(feature = "nightly", inline_async)]
    async fn flush(&mut self);
}
