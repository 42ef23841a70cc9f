//! One way to use the streams of all contestants: without a layer of its own, since what a call
//! gives is the contestant's future itself.

use std::future::inline_async::ObjectPlace;
use std::io;
use std::mem::MaybeUninit;

use dynify::Dynify;
use objects::apart::NotInlined;
use objects::streams::{
    boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture, floor, inline, poll,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A stream of some contestant's. One lifetime for both arguments lets what the contestants give
/// be the output as it is.
pub trait Link {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>>;
    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>>;
}

/// A stream of a known type.
pub struct Known<S>(pub S);

impl<S: floor::Stream> Link for Known<S> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.0.read(buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.0.write(bytes)
    }
}

/// The same, whose calls are not inlined.
pub struct Apart<S>(pub S);

impl<S: floor::Stream> Link for Apart<S> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        NotInlined(self.0.read(buf))
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        NotInlined(self.0.write(bytes))
    }
}

/// The object type itself.
pub struct Direct(pub Box<dyn inline::Stream>);

impl Link for Direct {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.0.read(buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.0.write(bytes)
    }
}

/// A binding.
pub struct Bound<S>(pub S);

impl<S: inline::Stream> Link for Bound<S> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.0.read(buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.0.write(bytes)
    }
}

/// An object and the place that its calls are put in.
pub struct InPlace<P>(pub Box<dyn inline::Stream>, pub P);

impl<P: ObjectPlace> Link for InPlace<P> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.0.read(buf).in_place(&mut self.1).unwrap_or_else(|_| crate::calls::no_room())
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.0.write(bytes).in_place(&mut self.1).unwrap_or_else(|_| crate::calls::no_room())
    }
}

/// An object of `dynify` and the buffer for its futures.
pub struct Dynified<B>(pub Box<dyn by_dynify::DynStream>, pub B);

impl Link for Dynified<[MaybeUninit<u8>; by_dynify::SIZE]> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.0.read(buf).init(&mut self.1)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.0.write(bytes).init(&mut self.1)
    }
}

impl Link for Dynified<Vec<MaybeUninit<u8>>> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.0.read(buf).init(&mut self.1)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.0.write(bytes).init(&mut self.1)
    }
}

impl Link for Box<dyn poll::Stream> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        self.read(buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        self.write_all(bytes)
    }
}

impl Link for Box<dyn boxed::Stream> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        boxed::Stream::read(&mut **self, buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        boxed::Stream::write(&mut **self, bytes)
    }
}

impl Link for Box<dyn by_stackfuture::Stream> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        by_stackfuture::Stream::read(&mut **self, buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        by_stackfuture::Stream::write(&mut **self, bytes)
    }
}

impl Link for Box<dyn by_async_trait::Stream> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        by_async_trait::Stream::read(&mut **self, buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        by_async_trait::Stream::write(&mut **self, bytes)
    }
}

impl Link for Box<by_dynosaur::DynStream<'static>> {
    fn receive<'a>(&'a mut self, buf: &'a mut [u8]) -> impl Future<Output = io::Result<usize>> {
        by_dynosaur::Stream::read(&mut **self, buf)
    }

    fn send<'a>(&'a mut self, bytes: &'a [u8]) -> impl Future<Output = io::Result<()>> {
        by_dynosaur::Stream::write(&mut **self, bytes)
    }
}
