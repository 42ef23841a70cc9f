//! The lines on standard output.

use std::io::{self, BufWriter, Write};

use crate::counter::Counts;
use crate::input::Input;
use crate::quote::quote;

/// Which counts are printed, always in this order.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    pub lines: bool,
    pub words: bool,
    pub bytes: bool,
}

/// Prints lines of counts.
pub struct Report<W: Write> {
    output: BufWriter<W>,
    columns: Columns,
    width: usize,
}

impl<W: Write> Report<W> {
    /// Lines in columns wide enough for what is known of `inputs`.
    pub fn new(output: W, columns: Columns, inputs: &[Input<'_>]) -> Self {
        Report { output: BufWriter::new(output), columns, width: width(columns, inputs) }
    }

    /// Prints a line.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn line(&mut self, counts: &Counts, label: Option<&[u8]>) -> io::Result<()> {
        let Columns { lines, words, bytes } = self.columns;
        let columns = [(lines, counts.lines), (words, counts.words), (bytes, counts.bytes)];
        let mut space = "";
        for (_, count) in columns.into_iter().filter(|&(printed, _)| printed) {
            write!(self.output, "{space}{count:>width$}", width = self.width)?;
            space = " ";
        }
        if let Some(label) = label {
            self.output.write_all(b" ")?;
            if label.contains(&b'\n') {
                self.output.write_all(quote(label).as_bytes())?;
            } else {
                self.output.write_all(label)?;
            }
        }
        self.output.write_all(b"\n")
    }

    /// Writes what is not yet written and gives the output back.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.output.into_inner().map_err(|error| error.into_error())
    }
}

/// How wide GNU's columns are, which is settled before anything is read: as wide as the sum of the
/// sizes of all files, and 7 if there is an input whose size is not known. A single count of a
/// single input stands as it is.
fn width(columns: Columns, inputs: &[Input<'_>]) -> usize {
    let Columns { lines, words, bytes } = columns;
    if inputs.len() == 1
        && [lines, words, bytes].into_iter().filter(|&printed| printed).count() == 1
    {
        return 1;
    }
    let mut least = 1;
    let mut sum = 0;
    for input in inputs {
        match input.metadata() {
            Ok(Some(metadata)) if metadata.is_file() => sum += metadata.len(),
            Ok(_) => least = 7,
            Err(_) => {}
        }
    }
    sum.to_string().len().max(least)
}
