//! Stacks readers as an input asks.

use std::future::inline_async::HeapPlaced;
use std::io;

use crate::AsyncRead;
use crate::arguments::Place;
use crate::file::File;
use crate::gzip::Gzip;
use crate::input::{Input, Source};
use crate::standard_input::StandardInput;
use crate::tcp::Tcp;

/// Opens `input`.
///
/// # Errors
///
/// When there is no such file or nobody to connect to.
pub async fn open(input: &Input<'_>, place: Place) -> io::Result<Box<dyn AsyncRead>> {
    let reader: Box<dyn AsyncRead> = match input.source {
        Source::StandardInput => Box::new(StandardInput::new()),
        Source::Tcp(address) => Box::new(Tcp::connect(address).await?),
        Source::File(path) => Box::new(File::open(path).await?),
    };
    Ok(if input.gunzip { Box::new(Gzip::new(inner(reader, place))) } else { reader })
}

/// The reader that a decorator holds, and so calls directly.
///
/// A binding is a reader like any other, whose calls are so small that they need no place: to the
/// decorator it makes no difference, and to the allocator that of one allocation a call. An
/// [`InlinePlace`] would have to be pinned for as long as the decorator lives; the decorator's
/// reader has the heap instead.
///
/// [`InlinePlace`]: std::future::inline_async::InlinePlace
fn inner(reader: Box<dyn AsyncRead>, place: Place) -> Box<dyn AsyncRead> {
    match place {
        Place::Heap | Place::Inline => Box::new(HeapPlaced::new(reader)),
        Place::Call => reader,
    }
}
