//! What an editor shows of `inline async fn`. `talk.py` opens this file, in both spellings.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{
    BoundCall, HeapArena, HeapPlace, HeapPlaced, InlineCall, InlinePlace, Placed, move_ref,
    placeable, within,
};
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

pub trait ErrorType {
    type Error;
}

#[placeable]
pub trait AsyncRead {
    /// Reads some bytes.
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;

    inline async fn size(&self) -> u64 {
        0
    }

    inline async fn close(self) -> io::Result<()>;

    fn name(&self) -> &str;
}

pub trait Shared: ErrorType {
    type Item;

    inline async fn share(self: Arc<Self>, many: u8) -> Vec<Self::Item>;

    inline async fn pinned(self: Pin<&mut Self>) -> Result<Self::Item, Self::Error>;
}

pub trait Counted {
    #[inline_async(local)]
    inline async fn count(&self, by: u32) -> u32;

    #[track_caller]
    inline async fn located(&self) -> u32;
}

pub struct Zeroes(u64);

impl AsyncRead for Zeroes {
    async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        buf.fill(0);
        self.0 += buf.len() as u64;
        Ok(buf.len())
    }

    async fn close(self) -> io::Result<()> {
        Ok(())
    }

    fn name(&self) -> &str {
        "zeroes"
    }
}

pub struct Ones;

impl AsyncRead for Ones {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        buf.fill(1);
        Ok(buf.len())
    }

    inline async fn close(self) -> io::Result<()> {
        Ok(())
    }

    fn name(&self) -> &str {
        "ones"
    }
}

pub async fn on_object(object: &mut dyn AsyncRead) -> io::Result<usize> {
    let mut buf = [0; 16];
    let call = object.read(&mut buf);
    let many = call.await?;
    let size = object.size().await;
    let by_path = AsyncRead::read(object, &mut buf);
    let again = by_path.await?;
    Ok(many + again + size as usize)
}

pub async fn in_places(object: &mut dyn AsyncRead) -> io::Result<usize> {
    let mut buf = [0; 16];
    let mut place = HeapPlace::new();
    let placed = object.read(&mut buf).in_place(&mut place).unwrap();
    let many = placed.await?;
    let again = within(HeapArena::new(), async { object.read(&mut buf).await }).await?;
    Ok(many + again)
}

pub async fn on_binding(boxed: Box<dyn AsyncRead>) -> io::Result<usize> {
    let mut binding = HeapPlaced::new(boxed);
    let mut buf = [0; 16];
    let bound = binding.read(&mut buf);
    let many = bound.await?;
    let shared = binding.size();
    let size = shared.await;
    let length = binding.name().len();
    on_object(&mut binding).await?;
    let consumed = binding.close();
    let closed = consumed.await;
    closed.map(|()| many + size as usize + length)
}

pub async fn without_an_allocator() -> io::Result<()> {
    let place = pin!(InlinePlace::<256>::new());
    let zeroes = move_ref!(Zeroes(0)) as _;
    let placed: Placed<std::future::inline_async::MoveRef<'_, dyn AsyncRead>, _> =
        Placed::new_in(zeroes, place).map_err(|error| error.without_inner()).unwrap();
    placed.close().await
}

pub struct Reading<'a> {
    call: BoundCall<&'a mut HeapPlaced<Box<dyn AsyncRead>>, (&'a mut [u8],), io::Result<usize>>,
}

impl<'a> Reading<'a> {
    pub fn new(binding: &'a mut HeapPlaced<Box<dyn AsyncRead>>, buf: &'a mut [u8]) -> Self {
        let call = binding.read(buf);
        Reading { call }
    }
}

impl Future for Reading<'_> {
    type Output = io::Result<usize>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.call).poll(cx)
    }
}

pub fn named<'a>(
    object: &'a mut dyn AsyncRead,
    buf: &'a mut [u8],
) -> InlineCall<&'a mut dyn AsyncRead, (&'a mut [u8],), io::Result<usize>> {
    object.read(buf)
}

pub async fn other_receivers<E>(
    shared: Arc<dyn Shared<Item = u16, Error = E>>,
    pinned: Pin<Box<dyn Shared<Item = u16, Error = E>>>,
) -> Result<usize, E> {
    let items = HeapPlaced::new(shared).share(3).await;
    let mut binding = HeapPlaced::new(pinned);
    let item = binding.pinned().await?;
    Ok(items.len() + usize::from(item))
}

pub async fn marked(counted: &dyn Counted) -> u32 {
    let local = counted.count(1);
    let tracked = counted.located();
    local.await + tracked.await
}

pub async fn owned(boxed: Box<dyn AsyncRead>) -> u64 {
    let binding = HeapPlaced::new(boxed);
    let owned = Placed::into_shared_call(binding, |object| object.size());
    let (binding, size) = owned.await;
    size + binding.size().await
}

pub async fn on_a_known_type(zeroes: &mut Zeroes) -> io::Result<usize> {
    let known = zeroes.read(&mut [0; 4]).await?;
    Ok(known + generic(zeroes).await?)
}

pub async fn generic<R: AsyncRead + ?Sized>(reader: &mut R) -> io::Result<usize> {
    let mut buf = [0; 4];
    let unknown = reader.read(&mut buf);
    unknown.await
}

pub struct Counter(Cell<u32>);

impl Counted for Counter {
    async fn count(&self, by: u32) -> u32 {
        self.0.set(self.0.get() + by);
        self.0.get()
    }

    async fn located(&self) -> u32 {
        self.0.get()
    }
}

pub fn objects() -> (Box<dyn AsyncRead>, Box<dyn Counted>) {
    (Box::new(Ones), Box::new(Counter(Cell::new(0))))
}
