//! An [`AsyncRead`] of what an object reads.

use std::alloc::Global;
use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
use std::io::{self, Cursor};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};

/// Reads bytes.
pub trait Read: Send {
    /// Appends what comes next to `chunk`, which is empty, and gives that back: empty at the end.
    ///
    /// The chunk goes to and fro, since a future that is kept cannot borrow the buffer of whoever
    /// polls: he may come with another one next time.
    ///
    /// # Errors
    ///
    /// When reading fails; what comes next can still be asked for then.
    inline async fn read(&mut self, chunk: Vec<u8>) -> io::Result<Vec<u8>>;
}

/// What a reader reads.
pub struct Reading {
    state: State,
    /// What has been read and not yet been taken.
    chunk: Cursor<Vec<u8>>,
}

enum State {
    Idle(HeapPlaced<Box<dyn Read>>),
    Busy(OwnedCall<Box<dyn Read>, Global, (Vec<u8>,), io::Result<Vec<u8>>>),
    /// The reader has come to its end, or has panicked.
    Ended,
}

impl Reading {
    /// What `reader` reads. Room for its calls is reserved here.
    pub fn new(reader: Box<dyn Read>) -> Self {
        let chunk = Cursor::default();
        Reading { state: State::Idle(HeapPlaced::new(reader)), chunk }
    }

    /// Takes what there is. If there was nothing, nothing is taken.
    fn take(&mut self, buffer: &mut ReadBuf<'_>) -> bool {
        let from = self.chunk.position();
        let rest = &self.chunk.get_ref()[usize::try_from(from).unwrap_or(usize::MAX)..];
        let taken = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..taken]);
        self.chunk.set_position(from + taken as u64);
        taken > 0
    }
}

impl AsyncRead for Reading {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if buffer.remaining() == 0 || this.take(buffer) {
            return Poll::Ready(Ok(()));
        }
        let mut call = match mem::replace(&mut this.state, State::Ended) {
            State::Idle(reader) => {
                let mut chunk = mem::take(&mut this.chunk).into_inner();
                chunk.clear();
                Placed::into_call(reader, |reader| reader.read(chunk))
            }
            State::Busy(call) => call,
            State::Ended => return Poll::Ready(Ok(())),
        };
        match Pin::new(&mut call).poll(cx) {
            Poll::Ready((reader, result)) => {
                if let Ok(chunk) = &result
                    && chunk.is_empty()
                {
                    return Poll::Ready(Ok(()));
                }
                this.state = State::Idle(reader);
                this.chunk = Cursor::new(result?);
                this.take(buffer);
                Poll::Ready(Ok(()))
            }
            Poll::Pending => {
                this.state = State::Busy(call);
                Poll::Pending
            }
        }
    }
}
