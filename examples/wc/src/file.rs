//! A file, read by tokio's `fs`.

use std::io;
use std::path::Path;

use tokio::io::AsyncReadExt;

use crate::AsyncRead;

/// Reads a file.
pub struct File(tokio::fs::File);

impl File {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// As of `open(2)`, which opens a directory: reading that is what fails.
    pub async fn open(path: &Path) -> io::Result<Self> {
        tokio::fs::File::open(path).await.map(File)
    }
}

impl AsyncRead for File {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf).await
    }
}
