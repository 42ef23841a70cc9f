/// The arguments of a call that is never `Send`.
///
/// `Args` of an [`InlineCall`], a [`BoundCall`] or an [`OwnedCall`] is `Local<(A, B)>` where the method is
/// declared `#[inline_async(local)]`, and the tuple itself where it is not. An object of such a trait
/// can be shared between threads, and what its methods hold while they are suspended need not: each
/// call stays on the thread that it is made on.
///
/// [`InlineCall`]: super::InlineCall
/// [`BoundCall`]: super::BoundCall
/// [`OwnedCall`]: super::OwnedCall
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::pin::pin;
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{InlineCall, Local};
/// use std::rc::Rc;
/// use std::sync::Arc;
/// use std::thread;
///
/// #[inline_async(local)]
/// trait Service {
///     async fn call(&self, n: u32) -> u32;
/// }
///
/// struct Add(u32);
///
/// impl Service for Add {
///     async fn call(&self, n: u32) -> u32 {
///         let sum = Rc::new(self.0 + n);
///         async {}.await;
///         *sum
///     }
/// }
///
/// let service: Arc<dyn Service + Send + Sync> = Arc::new(Add(2));
/// let worker = thread::spawn(move || {
///     let call: InlineCall<&(dyn Service + Send + Sync), Local<(u32,)>, u32> = service.call(3);
///     pin!(call).poll(&mut Context::from_waker(Waker::noop()))
/// });
/// assert_eq!(worker.join().unwrap(), Poll::Ready(5));
/// ```
#[lang = "inline_async_local"]
#[unstable(feature = "inline_async", issue = "none")]
#[derive(Debug)]
#[repr(transparent)]
pub struct Local<Args> {
    // In step with the compiler, which makes it where a call is made and takes it apart when the call
    // runs.
    #[allow(dead_code)]
    arguments: Args,
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Args> !Send for Local<Args> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Args> !Sync for Local<Args> {}
