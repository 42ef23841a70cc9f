#![allow(dead_code)]

use std::thread;

pub use futures::executor::block_on;

/// What is true of every future of `#[async_trait]`.
pub fn sent<F: Future + Send>(future: F) -> F {
    future
}

/// The output of a future that is run on another thread.
pub fn run_elsewhere<F>(future: F) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    thread::spawn(|| block_on(future)).join().unwrap()
}

/// A future that is pending once.
pub fn yield_now() -> impl Future<Output = ()> + Send {
    let mut is_ready = false;
    futures::future::poll_fn(move |cx| {
        if is_ready {
            return std::task::Poll::Ready(());
        }
        is_ready = true;
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
}
