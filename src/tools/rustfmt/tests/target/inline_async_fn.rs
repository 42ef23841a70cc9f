// rustfmt-edition: 2021
// `inline` before `async` is a qualifier of the function and stays where it is.

trait Reader {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    inline async fn flush(&mut self);
    /// Documented.
    #[must_use]
    #[inline]
    inline async unsafe extern "C" fn raw(&mut self);
    inline async fn a_method_with_a_long_name(
        self: Pin<&mut Self>,
        first: &mut [u8],
        second: &str,
    ) -> Result<(), Error>;
    inline async fn fits_in_the_width_of_a_line(&mut self, first: &mut [u8]) -> Result<u32, Error>;
    inline async fn no_longer_fits_in_the_width_of_a_line(
        &mut self,
        first: &mut [u8],
    ) -> Result<u8, Error>;
    inline async fn with_clause<'a, 'b>(&'a mut self, x: &'b str) -> &'a str
    where
        'b: 'a,
    {
        x
    }
    // A comment.
    inline async fn close(self);
    #[rustfmt::skip]
    inline   async   fn skipped( & self ) ;
}

impl Reader for File {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf).await
    }
    default inline async fn close(&mut self) {}
    pub(crate) inline async unsafe fn raw(&mut self) {}
    async fn flush(&mut self) {}
}

macro_rules! declare {
    ($name:ident) => {
        trait $name {
            inline async fn call(&self);
        }
    };
}

forward!(inline, async, inline + 1);

fn inline(inline: Inline) -> u32 {
    let inline = inline;
    inline::inline();
    inline.inline
}
