//@ edition: 2024

#![feature(inline_async_fn)]

use std::rc::Rc;

/// A trait with a default body that needs a machine of its own in each implementing crate.
pub trait Reader {
    type Error;
    inline async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error>;
    inline async fn read_all(&mut self, limit: usize) -> Result<Vec<u8>, Self::Error> {
        let mut all = vec![];
        let mut buffer = [0; 4];
        while all.len() < limit {
            match self.read(&mut buffer).await? {
                0 => break,
                n => all.extend(&buffer[..n]),
            }
        }
        Ok(all)
    }
    fn name(&self) -> String {
        "reader".to_owned()
    }
    inline async fn shared(self: Rc<Self>) -> usize {
        Rc::strong_count(&self)
    }
}

/// Implemented where the trait is, used elsewhere.
pub struct Bytes<'a>(pub &'a [u8]);

impl Reader for Bytes<'_> {
    type Error = ();
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ()> {
        let n = buffer.len().min(self.0.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

impl<R: Reader + ?Sized> Reader for Box<R> {
    type Error = R::Error;
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, R::Error> {
        (**self).read(buffer).await
    }
    fn name(&self) -> String {
        format!("box of {}", (**self).name())
    }
}

pub fn boxed(bytes: &[u8]) -> Box<dyn Reader<Error = ()> + '_> {
    Box::new(Bytes(bytes))
}

/// Not generic: compiled in this crate.
pub async fn count(reader: &mut dyn Reader<Error = ()>) -> usize {
    reader.read_all(usize::MAX).await.unwrap().len()
}

/// Compiled in the crate that uses it.
pub async fn first<R: Reader + ?Sized>(reader: &mut R) -> Option<u8> {
    let mut buffer = [0];
    reader.read(&mut buffer).await.ok()?;
    Some(buffer[0])
}
