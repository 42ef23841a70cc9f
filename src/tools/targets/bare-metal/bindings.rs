//! Calls on bindings in places of this frame.

use core::cell::Cell;
use core::future::inline_async::{
    InlinePlace, PlaceFor, Placed, layout_for, layout_of_val, placeable,
};
use core::pin::pin;
use core::task::Poll;

use crate::help::{Counts, block_on, poll, suspend};

#[placeable]
trait Device {
    inline async fn read(&mut self, buf: &mut [u8]) -> usize;
    inline async fn status(&self) -> u32;
}

/// Its futures do not fit a call.
struct Large<'a> {
    reads: u8,
    drops: &'a Cell<u32>,
}

impl Device for Large<'_> {
    async fn read(&mut self, buf: &mut [u8]) -> usize {
        let _held = Counts(self.drops);
        self.reads += 1;
        let room = [self.reads; 100];
        suspend().await;
        let n = buf.len().min(room.len());
        buf[..n].copy_from_slice(&room[..n]);
        n
    }

    async fn status(&self) -> u32 {
        let room = [u32::from(self.reads); 50];
        suspend().await;
        room.iter().sum()
    }
}

pub fn one_after_the_other() {
    let drops = Cell::new(0);
    let large: &mut dyn Device = &mut Large { reads: 0, drops: &drops };
    let place = pin!(InlinePlace::<512>::new());
    let mut binding = Placed::new_in(large, place).ok().unwrap();
    let mut buf = [0; 3];
    for round in 1..5 {
        assert_eq!(block_on(binding.read(&mut buf)), 3);
        assert_eq!(buf, [round; 3]);
        assert_eq!(drops.get(), u32::from(round));
    }
}

pub fn cancelled() {
    let drops = Cell::new(0);
    let large: &mut dyn Device = &mut Large { reads: 0, drops: &drops };
    let place = pin!(InlinePlace::<512>::new());
    let mut binding = Placed::new_in(large, place).ok().unwrap();
    let mut buf = [0; 3];
    for round in 1..4 {
        {
            let call = pin!(binding.read(&mut buf));
            assert!(poll(call).is_pending());
        }
        assert_eq!(drops.get(), round);
        drop(binding.read(&mut buf));
        assert_eq!(drops.get(), round);
        assert_eq!(block_on(binding.status()), 50 * round);
    }
}

pub fn shared() {
    let drops = Cell::new(0);
    let large: &dyn Device = &Large { reads: 2, drops: &drops };
    let place = pin!(InlinePlace::<512>::new());
    let binding = Placed::new_in(large, place).ok().unwrap();
    let mut first = pin!(binding.status());
    assert!(poll(first.as_mut()).is_pending());
    assert_eq!(poll(first.as_mut()), Poll::Ready(100));
    assert_eq!(block_on(binding.status()), 100);
}

/// Knows nothing of bindings.
async fn read_all(device: &mut impl Device) -> usize {
    let mut buf = [0; 8];
    device.read(&mut buf).await + device.read(&mut buf[..2]).await
}

async fn read_object(device: &mut dyn Device) -> usize {
    let mut buf = [0; 8];
    device.read(&mut buf).await
}

pub fn placeable() {
    let drops = Cell::new(0);
    let large: &mut dyn Device = &mut Large { reads: 0, drops: &drops };
    let place = pin!(InlinePlace::<512>::new());
    let mut binding = Placed::new_in(large, place).ok().unwrap();
    assert_eq!(block_on(read_all(&mut binding)), 10);
    assert_eq!(block_on(read_object(&mut binding)), 8);
    assert_eq!(drops.get(), 3);
}

/// Counts what another device reads.
struct Counted<D> {
    inner: D,
    bytes: usize,
}

impl<D: Device> Device for Counted<D> {
    async fn read(&mut self, buf: &mut [u8]) -> usize {
        let n = self.inner.read(buf).await;
        self.bytes += n;
        n
    }

    async fn status(&self) -> u32 {
        self.inner.status().await + 1
    }
}

pub fn chain() {
    let drops = Cell::new(0);
    let large: &mut dyn Device = &mut Large { reads: 0, drops: &drops };
    let inner = pin!(InlinePlace::<512>::new());
    let mut counted =
        Counted { inner: Placed::new_in(large, inner).ok().unwrap(), bytes: 0 };
    {
        let counted: &mut dyn Device = &mut counted;
        let outer = pin!(InlinePlace::<256>::new());
        let mut binding = Placed::new_in(counted, outer).ok().unwrap();
        let mut buf = [0; 5];
        assert_eq!(block_on(binding.read(&mut buf)), 5);
        assert_eq!(block_on(binding.status()), 51);
        assert_eq!(block_on(binding.read(&mut buf)), 5);
    }
    assert_eq!(counted.bytes, 10);
}

struct Small;

impl Device for Small {
    async fn read(&mut self, _: &mut [u8]) -> usize {
        0
    }
    async fn status(&self) -> u32 {
        9
    }
}

pub fn replaced() {
    let drops = Cell::new(0);
    let (mut large, mut small) = (Large { reads: 1, drops: &drops }, Small);
    let place = pin!(InlinePlace::<512>::new());
    let mut binding = Placed::new_in(&mut large as &mut dyn Device, place).ok().unwrap();
    assert_eq!(block_on(binding.status()), 50);
    let former = Placed::replace(&mut binding, &mut small as &mut dyn Device).ok().unwrap();
    assert_eq!(block_on(binding.status()), 9);
    assert!(layout_of_val(&*former).size() > Placed::layout(&binding).size());
}

pub fn too_small() {
    let drops = Cell::new(0);
    let large: &mut dyn Device = &mut Large { reads: 1, drops: &drops };
    let needed = layout_of_val(large);
    assert_eq!(needed, layout_for::<Large<'_>, dyn Device>());
    let place = pin!(InlinePlace::<64>::new());
    let error = Placed::new_in(large, place).err().unwrap();
    assert_eq!(error.required(), needed);
    let (large, _) = error.into_inner();
    let place = pin!(PlaceFor::<Large<'_>, dyn Device>::new());
    let binding = Placed::new_in(large, place).ok().unwrap();
    assert_eq!(block_on(binding.status()), 50);
}

trait Wide {
    inline async fn wide(&self) -> usize;
}

#[repr(align(64))]
struct Line([u8; 64]);

struct Aligned;

impl Wide for Aligned {
    async fn wide(&self) -> usize {
        let line = Line([1; 64]);
        suspend().await;
        let address = (&raw const line).addr();
        suspend().await;
        address % 64 + usize::from(line.0[63])
    }
}

pub fn aligned() {
    let object: &dyn Wide = &Aligned;
    assert_eq!(layout_of_val(object).align(), 64);
    let place = pin!(InlinePlace::<256, 64>::new());
    let binding = Placed::new_in(object, place).ok().unwrap();
    assert_eq!(block_on(binding.wide()), 1);
    let place = pin!(InlinePlace::<256, 32>::new());
    assert!(Placed::new_in(object, place).is_err());
}

pub fn owned_call() {
    let drops = Cell::new(0);
    let large: &mut dyn Device = &mut Large { reads: 1, drops: &drops };
    let place = pin!(InlinePlace::<512>::new());
    let binding = Placed::new_in(large, place).ok().unwrap();
    let mut call = Placed::into_shared_call(binding, |device| device.status());
    assert!(poll(core::pin::Pin::new(&mut call)).is_pending());
    let binding = core::future::inline_async::OwnedCall::cancel(call);
    let call = Placed::into_shared_call(binding, |device| device.status());
    let (binding, status) = block_on(call);
    assert_eq!((status, block_on(binding.status())), (50, 50));
}
