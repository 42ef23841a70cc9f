//! A [`tower::Service`] that an object answers for, to many at once.

use std::alloc::Global;
use std::convert::Infallible;
use std::fmt;
use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower::Service;

/// Answers requests.
pub trait Handler: Send + Sync {
    /// The answer to `request`.
    inline async fn handle(&self, request: String) -> String;
}

/// The service of a handler.
#[derive(Clone)]
pub struct Handling(Arc<dyn Handler>);

impl Handling {
    /// The service of `handler`.
    pub fn new(handler: Arc<dyn Handler>) -> Self {
        Handling(handler)
    }
}

impl fmt::Debug for Handling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handling").finish_non_exhaustive()
    }
}

/// The future of a request. It has a name and is `Unpin`; what is allocated for it is the room for the
/// handler's future, which is as large as that.
#[derive(Debug)]
pub struct Answer(OwnedCall<Arc<dyn Handler>, Global, (String,), String, &'static ()>);

impl Service<String> for Handling {
    type Response = String;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: String) -> Answer {
        let handler = HeapPlaced::new(Arc::clone(&self.0));
        Answer(Placed::into_shared_call(handler, |handler| handler.handle(request)))
    }
}

impl Future for Answer {
    type Output = Result<String, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|(_handler, answer)| Ok(answer))
    }
}
