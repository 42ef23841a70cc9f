//! Hand-written `poll_*` methods: tokio's own traits.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{File, Gunzip, Tcp};

/// A stream.
pub trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Stream for T {}

struct Gzip {
    inner: Box<dyn Stream>,
    gunzip: Gunzip,
}

impl AsyncRead for Gzip {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if let Some(result) = this.gunzip.read(buf.initialize_unfilled()) {
                return Poll::Ready(result.map(|length| buf.advance(length)));
            }
            let mut window = ReadBuf::new(this.gunzip.window());
            ready!(Pin::new(&mut *this.inner).poll_read(cx, &mut window))?;
            let length = window.filled().len();
            this.gunzip.fill(length);
        }
    }
}

impl AsyncWrite for Gzip {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::Unsupported.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A connection.
#[inline(never)]
pub fn tcp(tcp: Tcp) -> Box<dyn Stream> {
    Box::new(tcp.0)
}

/// A file, decompressed or as it is.
#[inline(never)]
pub fn file(file: File, gunzip: bool) -> Box<dyn Stream> {
    match gunzip {
        true => Box::new(Gzip { inner: Box::new(file.0), gunzip: Gunzip::default() }),
        false => Box::new(file.0),
    }
}
