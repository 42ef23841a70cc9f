//@ run-pass
//@ edition: 2024

// Many places are made and pinned at once, and are then used each by itself, without `unsafe`: as
// an array, and as a slice of any length. A call in each of them runs between those of the others.

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::future::inline_async::{InlinePlace, ObjectPlace, PlaceFor, Placed, placeable};
use std::future::poll_fn;
use std::mem::replace;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Sensor {
    inline async fn read(&mut self) -> usize;
}

struct Probe<const N: usize>(usize);

impl<const N: usize> Sensor for Probe<N> {
    async fn read(&mut self) -> usize {
        let held = [self.0; N];
        let mut done = false;
        poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        held[N - 1]
    }
}

type Array<T, const N: usize> = [PlaceFor<T, dyn Sensor>; N];

/// One call in each place, all of them pending before the first is done, twice.
fn read_all<P: ObjectPlace, T: Sensor>(
    sensors: &mut [T],
    mut places: impl Iterator<Item = P>,
) -> Vec<usize> {
    let mut cx = Context::from_waker(Waker::noop());
    let bind = |sensor| {
        let sensor: &mut T = sensor;
        Placed::new_in(sensor as &mut dyn Sensor, places.next().unwrap()).ok().unwrap()
    };
    let mut bindings: Vec<_> = sensors.iter_mut().map(bind).collect();
    assert!(places.next().is_none());
    for _ in 0..2 {
        let mut calls: Vec<_> = bindings.iter_mut().map(|binding| binding.read()).collect();
        for call in &mut calls {
            assert!(Pin::new(call).poll(&mut cx).is_pending());
        }
        drop(calls);
    }
    let mut calls: Vec<_> = bindings.iter_mut().map(|binding| binding.read()).collect();
    for call in &mut calls {
        assert!(Pin::new(call).poll(&mut cx).is_pending());
    }
    let outputs = calls.iter_mut().map(|call| match Pin::new(call).poll(&mut cx) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("it waits once"),
    });
    outputs.collect()
}

fn array_of_known<T: Sensor, const N: usize>(sensors: &mut [T; N]) -> Vec<usize> {
    let mut places: Pin<&mut Array<T, N>> = pin!([const { PlaceFor::new() }; N]);
    read_all(sensors, PlaceFor::each_pin_mut(places.as_mut()).into_iter());
    read_all(sensors, PlaceFor::each_pin_mut(places).into_iter())
}

fn slice_of_known<T: Sensor>(sensors: &mut [T]) -> Vec<usize> {
    let places: Box<[PlaceFor<T, dyn Sensor>]> = sensors.iter().map(|_| PlaceFor::new()).collect();
    let mut places = Box::into_pin(places);
    assert_eq!(PlaceFor::iter_pin_mut(places.as_mut()).len(), sensors.len());
    read_all(sensors, PlaceFor::iter_pin_mut(places.as_mut()));
    read_all(sensors, PlaceFor::iter_pin_mut(places.as_mut()).rev())
}

fn main() {
    let mut sensors: [_; 5] = std::array::from_fn(Probe::<100>);
    assert_eq!(array_of_known(&mut sensors), [0, 1, 2, 3, 4]);
    assert!(array_of_known::<Probe<100>, 0>(&mut []).is_empty());
    assert_eq!(slice_of_known(&mut sensors), [0, 1, 2, 3, 4]);
    assert_eq!(slice_of_known(&mut sensors[..3]), [0, 1, 2]);
    assert!(slice_of_known::<Probe<100>>(&mut []).is_empty());

    let mut places = pin!([const { InlinePlace::<1024>::new() }; 5]);
    let [_, second, ..] = InlinePlace::each_pin_mut(places.as_mut());
    assert_eq!(read_all(&mut sensors[1..2], [second].into_iter()), [1]);
    let each = InlinePlace::each_pin_mut(places.as_mut());
    assert_eq!(read_all(&mut sensors, each.into_iter()), [0, 1, 2, 3, 4]);

    let mut slice: Pin<&mut [InlinePlace<1024>]> = places;
    assert_eq!(read_all(&mut sensors, InlinePlace::iter_pin_mut(slice.as_mut())), [0, 1, 2, 3, 4]);
    let last_first = InlinePlace::iter_pin_mut(slice).rev().take(2);
    assert_eq!(read_all(&mut sensors[..2], last_first), [0, 1]);
}
