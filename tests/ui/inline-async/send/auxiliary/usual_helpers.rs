//@ edition: 2024

//! What asynchronous code is usually made of: executors, futures that wait for others, streams, a
//! lock.

use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::future::{IntoFuture, poll_fn};
use std::mem::{replace, take};
use std::ops::{Deref, DerefMut};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Runs a future to its end.
pub fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
}

/// Polls a future here, and then on a thread for each time it is polled.
pub fn elsewhere<F: Future + Send>(future: F) -> F::Output
where
    F::Output: Send,
{
    let mut future = pin!(future);
    let mut polled = poll(future.as_mut());
    while polled.is_pending() {
        polled = thread::scope(|scope| scope.spawn(|| poll(future.as_mut())).join().unwrap());
    }
    match polled {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!(),
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Waits once.
pub async fn later<T>(value: T) -> T {
    let mut waited = false;
    poll_fn(|_| if replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
    value
}

enum Slot<F: Future> {
    Running(Pin<Box<F>>),
    Done(F::Output),
}

impl<F: Future> Slot<F> {
    fn new(future: F) -> Self {
        Slot::Running(Box::pin(future))
    }

    fn is_done(&mut self, cx: &mut Context<'_>) -> bool {
        if let Slot::Running(future) = self {
            match future.as_mut().poll(cx) {
                Poll::Ready(output) => *self = Slot::Done(output),
                Poll::Pending => return false,
            }
        }
        true
    }

    fn output(self) -> F::Output {
        match self {
            Slot::Done(output) => output,
            Slot::Running(_) => unreachable!(),
        }
    }
}

pub struct JoinAll<F: Future>(Vec<Slot<F>>);

impl<F: Future> Unpin for JoinAll<F> {}

pub fn join_all<I: IntoIterator<Item: Future>>(futures: I) -> JoinAll<I::Item> {
    JoinAll(futures.into_iter().map(Slot::new).collect())
}

impl<F: Future> Future for JoinAll<F> {
    type Output = Vec<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.0.iter_mut().fold(true, |all, slot| slot.is_done(cx) && all) {
            Poll::Ready(take(&mut self.0).into_iter().map(Slot::output).collect())
        } else {
            Poll::Pending
        }
    }
}

pub struct Join<A: Future, B: Future>(Option<(Slot<A>, Slot<B>)>);

impl<A: Future, B: Future> Unpin for Join<A, B> {}

pub fn join<A: Future, B: Future>(a: A, b: B) -> Join<A, B> {
    Join(Some((Slot::new(a), Slot::new(b))))
}

impl<A: Future, B: Future> Future for Join<A, B> {
    type Output = (A::Output, B::Output);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (a, b) = self.0.as_mut().unwrap();
        if a.is_done(cx) & b.is_done(cx) {
            let (a, b) = self.0.take().unwrap();
            Poll::Ready((a.output(), b.output()))
        } else {
            Poll::Pending
        }
    }
}

pub enum Either<A, B> {
    Left(A),
    Right(B),
}

pub struct Race<A, B>(A, B);

/// The output of the future that is done first.
pub fn race<A: Future + Unpin, B: Future + Unpin>(a: A, b: B) -> Race<A, B> {
    Race(a, b)
}

impl<A: Future + Unpin, B: Future + Unpin> Future for Race<A, B> {
    type Output = Either<A::Output, B::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(output) = Pin::new(&mut self.0).poll(cx) {
            return Poll::Ready(Either::Left(output));
        }
        Pin::new(&mut self.1).poll(cx).map(Either::Right)
    }
}

pub trait Stream {
    type Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>>;

    fn map<T, F: FnMut(Self::Item) -> T>(self, f: F) -> Map<Self, F>
    where
        Self: Sized,
    {
        Map(self, f)
    }

    fn then<Fut: Future, F: FnMut(Self::Item) -> Fut>(self, f: F) -> Then<Self, Fut, F>
    where
        Self: Sized,
    {
        Then(self, None, f)
    }

    fn buffered(self, limit: usize) -> Buffered<Self>
    where
        Self: Sized,
        Self::Item: Future,
    {
        Buffered { stream: Some(self), running: VecDeque::new(), limit }
    }

    fn collect<C: Default + Extend<Self::Item>>(self) -> Collect<Self, C>
    where
        Self: Sized,
    {
        Collect(self, C::default())
    }
}

impl<S: Stream + ?Sized> Stream for Pin<Box<S>> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.get_mut().as_mut().poll_next(cx)
    }
}

pub trait Nexts: Stream + Unpin {
    fn next(&mut self) -> Next<'_, Self> {
        Next(self)
    }
}

impl<S: Stream + Unpin + ?Sized> Nexts for S {}

pub struct Next<'a, S: ?Sized>(&'a mut S);

impl<S: Stream + Unpin + ?Sized> Future for Next<'_, S> {
    type Output = Option<S::Item>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut *self.0).poll_next(cx)
    }
}

pub struct Iter<I> {
    iter: I,
    waited: bool,
}

/// A stream of what an iterator gives, that waits before each item.
pub fn iter<I: IntoIterator>(iter: I) -> Iter<I::IntoIter> {
    Iter { iter: iter.into_iter(), waited: false }
}

impl<I> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        self.waited = !self.waited;
        if self.waited { Poll::Pending } else { Poll::Ready(self.iter.next()) }
    }
}

pub struct Map<S, F>(S, F);

impl<S, F> Unpin for Map<S, F> {}

impl<S: Stream + Unpin, T, F: FnMut(S::Item) -> T> Stream for Map<S, F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let item = Pin::new(&mut self.0).poll_next(cx);
        item.map(|item| item.map(&mut self.1))
    }
}

pub struct Then<S, Fut, F>(S, Option<Pin<Box<Fut>>>, F);

impl<S, Fut, F> Unpin for Then<S, Fut, F> {}

impl<S: Stream + Unpin, Fut: Future, F: FnMut(S::Item) -> Fut> Stream for Then<S, Fut, F> {
    type Item = Fut::Output;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Fut::Output>> {
        let this = &mut *self;
        if this.1.is_none() {
            match Pin::new(&mut this.0).poll_next(cx) {
                Poll::Ready(Some(item)) => this.1 = Some(Box::pin((this.2)(item))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
        let output = this.1.as_mut().unwrap().as_mut().poll(cx);
        if output.is_ready() {
            this.1 = None;
        }
        output.map(Some)
    }
}

/// Runs several of the futures of a stream at once.
pub struct Buffered<S: Stream<Item: Future>> {
    stream: Option<S>,
    running: VecDeque<Slot<S::Item>>,
    limit: usize,
}

impl<S: Stream<Item: Future>> Unpin for Buffered<S> {}

impl<S: Stream<Item: Future> + Unpin> Stream for Buffered<S> {
    type Item = <S::Item as Future>::Output;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while let Some(stream) = &mut this.stream
            && this.running.len() < this.limit
        {
            match Pin::new(stream).poll_next(cx) {
                Poll::Ready(Some(future)) => this.running.push_back(Slot::new(future)),
                Poll::Ready(None) => this.stream = None,
                Poll::Pending => break,
            }
        }
        if this.stream.is_none() && this.running.is_empty() {
            return Poll::Ready(None);
        }
        this.running.iter_mut().for_each(|slot| _ = slot.is_done(cx));
        match this.running.front() {
            Some(Slot::Done(_)) => Poll::Ready(this.running.pop_front().map(Slot::output)),
            _ => Poll::Pending,
        }
    }
}

pub struct Collect<S, C>(S, C);

impl<S, C> Unpin for Collect<S, C> {}

impl<S: Stream + Unpin, C: Default + Extend<S::Item>> Future for Collect<S, C> {
    type Output = C;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C> {
        let this = &mut *self;
        loop {
            match Pin::new(&mut this.0).poll_next(cx) {
                Poll::Ready(Some(item)) => this.1.extend([item]),
                Poll::Ready(None) => return Poll::Ready(take(&mut this.1)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

#[derive(Default)]
pub struct Lock<T> {
    locked: AtomicBool,
    value: UnsafeCell<T>,
}

unsafe impl<T: Send> Send for Lock<T> {}
unsafe impl<T: Send> Sync for Lock<T> {}

impl<T> Lock<T> {
    pub fn new(value: T) -> Self {
        Lock { locked: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    pub async fn lock(&self) -> Guard<'_, T> {
        later(()).await;
        while self.locked.swap(true, Ordering::Acquire) {
            later(()).await;
        }
        Guard { lock: self }
    }
}

pub struct Guard<'a, T> {
    lock: &'a Lock<T>,
}

unsafe impl<T: Sync> Sync for Guard<'_, T> {}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.lock.locked.store(false, Ordering::Release);
    }
}
