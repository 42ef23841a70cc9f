//! Calls on the object as it is, which fit the call.

use core::cell::Cell;
use core::pin::{Pin, pin};
use core::task::Poll;

use crate::help::{Counts, block_on, poll, suspend};

trait Sensor {
    inline async fn measure(&mut self) -> u16;
}

struct Ready(u16);

impl Sensor for Ready {
    async fn measure(&mut self) -> u16 {
        self.0 += 1;
        self.0
    }
}

struct Suspends(u16);

impl Sensor for Suspends {
    async fn measure(&mut self) -> u16 {
        suspend().await;
        self.0 += 1;
        suspend().await;
        self.0
    }
}

pub fn ready() {
    let sensor: &mut dyn Sensor = &mut Ready(1);
    assert_eq!(block_on(async { sensor.measure().await + sensor.measure().await }), 5);
}

pub fn suspends() {
    let sensor: &mut dyn Sensor = &mut Suspends(1);
    let mut call = pin!(sensor.measure());
    assert!(poll(call.as_mut()).is_pending());
    assert!(poll(call.as_mut()).is_pending());
    assert_eq!(poll(call.as_mut()), Poll::Ready(2));
}

trait Clock {
    inline async fn wait_until(&self, ticks: u64) -> u64;
}

struct Ticks(Cell<u64>);

impl Clock for Ticks {
    async fn wait_until(&self, ticks: u64) -> u64 {
        while self.0.get() < ticks {
            self.0.set(self.0.get() + 1);
            suspend().await;
        }
        ticks
    }
}

pub fn holds_a_u64() {
    let clock: &dyn Clock = &Ticks(Cell::new(u64::MAX - 3));
    assert_eq!(block_on(clock.wait_until(u64::MAX)), u64::MAX);
}

trait Holds {
    inline async fn hold(&self, counts: Counts<'_>);
}

struct Holder<'a>(&'a Cell<u32>);

impl Holds for Holder<'_> {
    async fn hold(&self, _argument: Counts<'_>) {
        let _own = Counts(self.0);
        suspend().await;
    }
}

pub fn dropped_before_poll() {
    let (own, arguments) = (Cell::new(0), Cell::new(0));
    let holder: &dyn Holds = &Holder(&own);
    drop(holder.hold(Counts(&arguments)));
    assert_eq!((own.get(), arguments.get()), (0, 1));
}

pub fn dropped_while_running() {
    let (own, arguments) = (Cell::new(0), Cell::new(0));
    let holder: &dyn Holds = &Holder(&own);
    {
        let call = pin!(holder.hold(Counts(&arguments)));
        assert!(poll(call).is_pending());
        assert_eq!((own.get(), arguments.get()), (0, 0));
    }
    assert_eq!((own.get(), arguments.get()), (1, 1));
}

trait Base {
    inline async fn base(&self) -> u32;
}

trait Generic<T>: Base {
    type Output;
    inline async fn twice(&self, value: T) -> Self::Output;
    inline async fn by_default(&self) -> u32 {
        self.base().await + 1
    }
}

struct Kinds;

impl Base for Kinds {
    async fn base(&self) -> u32 {
        suspend().await;
        4
    }
}

impl Generic<u8> for Kinds {
    type Output = u16;
    fn twice(&self, value: u8) -> impl Future<Output = u16> {
        core::future::ready(2 * u16::from(value))
    }
}

pub fn kinds_of_traits() {
    let kinds: &dyn Generic<u8, Output = u16> = &Kinds;
    assert_eq!(block_on(kinds.twice(200)), 400);
    assert_eq!(block_on(kinds.by_default()), 5);
    let base: &dyn Base = kinds;
    assert_eq!(block_on(base.base()), 4);
}

pub fn polled_after_completion() {
    let sensor: &mut dyn Sensor = &mut Suspends(1);
    let mut call = pin!(sensor.measure());
    while poll(call.as_mut()).is_pending() {}
    let _ = poll(Pin::as_mut(&mut call));
}
