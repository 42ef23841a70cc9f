//! Reads an object to its end, with its machine in one place or another.

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, layout_for};
use std::io;
use std::pin::pin;

use crate::AsyncRead;
use crate::arguments::Place;
use crate::characters::WordRule;
use crate::counter::{Counter, Counts};
use crate::file::File;
use crate::gzip::Gzip;
use crate::standard_input::StandardInput;
use crate::stats::Stats;
use crate::tcp::Tcp;

const BUFFER: usize = 64 * 1024;

/// The bytes that the largest machine of all readers needs.
const LARGEST_MACHINE: usize = largest([
    layout_for::<File, dyn AsyncRead>().size(),
    layout_for::<StandardInput, dyn AsyncRead>().size(),
    layout_for::<Tcp, dyn AsyncRead>().size(),
    layout_for::<Gzip, dyn AsyncRead>().size(),
]);

const fn largest<const N: usize>(sizes: [usize; N]) -> usize {
    let mut largest = 0;
    let mut i = 0;
    while i < N {
        if sizes[i] > largest {
            largest = sizes[i];
        }
        i += 1;
    }
    largest
}

/// Counts what `reader` gives, with its machine where `place` says.
///
/// What was read before an error is counted.
pub async fn count(
    mut reader: Box<dyn AsyncRead>,
    place: Place,
    rule: WordRule,
    stats: &mut Stats,
) -> (Counts, io::Result<()>) {
    match place {
        Place::Heap => read_to_end(&mut HeapPlaced::new(reader), rule, stats).await,
        Place::Inline => {
            let place = pin!(InlinePlace::<LARGEST_MACHINE>::new());
            match Placed::new_in(reader, place) {
                Ok(mut placed) => read_to_end(&mut placed, rule, stats).await,
                Err(error) => (Counts::default(), Err(io::Error::other(error.without_inner()))),
            }
        }
        Place::Call => read_to_end(&mut *reader, rule, stats).await,
    }
}

/// The reading loop: knows nothing of places.
async fn read_to_end<R: AsyncRead + ?Sized>(
    reader: &mut R,
    rule: WordRule,
    stats: &mut Stats,
) -> (Counts, io::Result<()>) {
    let mut counter = Counter::new(rule);
    let mut buffer = vec![0; BUFFER];
    let mut unused = 0;
    let mut reading = stats.reading();
    let result = loop {
        reading.call();
        match reader.read(&mut buffer[unused..]).await {
            Ok(0) => break Ok(()),
            Ok(length) => {
                let end = unused + length;
                let used = counter.feed(&buffer[..end]);
                buffer.copy_within(used..end, 0);
                unused = end - used;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    };
    drop(reading);
    (counter.finish(&buffer[..unused]), result)
}
