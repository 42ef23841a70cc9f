//! Standard input.

use std::io;

use tokio::io::AsyncReadExt;

use crate::AsyncRead;

/// Reads standard input.
pub struct StandardInput(tokio::io::Stdin);

impl StandardInput {
    /// Takes what the process was started with.
    pub fn new() -> Self {
        StandardInput(tokio::io::stdin())
    }
}

impl AsyncRead for StandardInput {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf).await
    }
}
