//! What an argument names.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::{fs, io};

use crate::quote::quote;

/// One input, as the arguments ask for it.
pub struct Input<'a> {
    /// The argument, or `None` for standard input when there is no argument.
    name: Option<&'a OsStr>,
    /// Where the bytes come from.
    pub source: Source<'a>,
    /// Whether the bytes are to be decompressed.
    pub gunzip: bool,
}

/// Where an input's bytes come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source<'a> {
    /// `-`, or no argument at all.
    StandardInput,
    /// `tcp://HOST:PORT`, without the `tcp://`.
    Tcp(&'a str),
    /// Anything else.
    File(&'a Path),
}

impl<'a> Input<'a> {
    /// The inputs that `names` ask for: standard input when there are none.
    pub fn all(names: &'a [OsString], gunzip: bool) -> Vec<Self> {
        if names.is_empty() {
            return vec![Input { name: None, source: Source::StandardInput, gunzip }];
        }
        names.iter().map(|name| Input::new(name, gunzip)).collect()
    }

    fn new(name: &'a OsStr, gunzip: bool) -> Self {
        let source = if name == "-" {
            Source::StandardInput
        } else if let Some(address) = name.to_str().and_then(|name| name.strip_prefix("tcp://")) {
            Source::Tcp(address)
        } else {
            Source::File(Path::new(name))
        };
        let compressed = matches!(source, Source::File(_)) && name.as_bytes().ends_with(b".gz");
        Input { name: Some(name), source, gunzip: gunzip || compressed }
    }

    /// What stands behind the counts: nothing for standard input that no argument names.
    pub fn label(&self) -> Option<&'a [u8]> {
        self.name.map(OsStr::as_bytes)
    }

    /// The name in a complaint.
    ///
    /// An address stands there as it is. A file's name is quoted where GNU quotes it.
    pub fn quoted(&self) -> Cow<'a, str> {
        match (self.name, self.source) {
            (None, _) => quote(b"standard input"),
            (_, Source::Tcp(address)) => format!("tcp://{address}").into(),
            (Some(name), _) => quote(name.as_bytes()),
        }
    }

    /// What is known about the input before it is read, or `None` if there is nothing to be known.
    ///
    /// What comes out of a decompression has no known size, so it is as unknown as a peer's.
    ///
    /// # Errors
    ///
    /// As of `stat(2)`.
    pub fn metadata(&self) -> io::Result<Option<Metadata>> {
        let metadata = match self.source {
            Source::File(path) => fs::metadata(path)?,
            Source::StandardInput => {
                fs::File::from(io::stdin().as_fd().try_clone_to_owned()?).metadata()?
            }
            Source::Tcp(_) => return Ok(None),
        };
        Ok((!self.gunzip).then_some(metadata))
    }
}
