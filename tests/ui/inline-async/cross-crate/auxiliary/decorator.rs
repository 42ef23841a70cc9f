//@ edition: 2021
//@ aux-build: reader.rs

// Uses and implements a trait of another crate without the feature.

extern crate reader;

use std::future::Future;

use reader::Reader;

/// Reads every byte of the inner reader plus one.
pub struct PlusOne<R: ?Sized>(pub R);

impl<R: Reader + ?Sized> Reader for PlusOne<R> {
    type Error = R::Error;
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, R::Error> {
        let n = self.0.read(buffer).await?;
        buffer[..n].iter_mut().for_each(|byte| *byte += 1);
        Ok(n)
    }
    fn read_all(&mut self, limit: usize) -> impl Future<Output = Result<Vec<u8>, R::Error>> {
        async move {
            let mut all = self.0.read_all(limit).await?;
            all.iter_mut().for_each(|byte| *byte += 1);
            Ok(all)
        }
    }
    fn name(&self) -> String {
        format!("{} plus one", self.0.name())
    }
}

pub fn decorate<'a>(
    reader: Box<dyn Reader<Error = ()> + 'a>,
) -> Box<dyn Reader<Error = ()> + 'a> {
    Box::new(PlusOne(reader))
}

pub async fn two(reader: &mut (dyn Reader<Error = ()> + '_)) -> usize {
    let mut buffer = [0; 2];
    reader.read(&mut buffer).await.unwrap()
}
