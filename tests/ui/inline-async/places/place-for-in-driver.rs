//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ run-pass
//@ edition: 2024

// `PlaceFor` has the room that a machine needs and no more, also where the object's type is a
// parameter, where a const generic decides how large its futures are, and where the trait is
// generic: a driver holds the object with its place, and no binding is refused.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::future::inline_async::{
    InlineCoroutine, ObjectPlace, PlaceFor, Placed, layout_for, placeable,
};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Device<Word> {
    inline async fn read(&mut self) -> Word;
    inline async fn write(&mut self, word: Word);
}

struct Buffered<const N: usize>([u32; N]);

#[repr(align(64))]
struct Aligned(u32);

impl<const N: usize> Device<u32> for Buffered<N> {
    async fn read(&mut self) -> u32 {
        let (copy, aligned) = (self.0, Aligned(1));
        std::future::ready(()).await;
        copy.iter().sum::<u32>() + aligned.0
    }

    async fn write(&mut self, word: u32) {
        self.0[N - 1] = word;
    }
}

struct Borrowed<'a>(&'a mut u8);

impl Device<u8> for Borrowed<'_> {
    async fn read(&mut self) -> u8 {
        std::future::ready(()).await;
        *self.0
    }

    async fn write(&mut self, word: u8) {
        *self.0 = word;
    }
}

struct Driver<T: Device<Word>, Word> {
    device: T,
    place: PlaceFor<T, dyn Device<Word>>,
}

impl<T: Device<Word>, Word: From<u8>> Driver<T, Word> {
    const LAYOUT: Layout = layout_for::<T, dyn Device<Word>>();

    fn new(device: T) -> Self {
        Driver { device, place: PlaceFor::new() }
    }

    async fn drive(self: Pin<&mut Self>) -> Word {
        // SAFETY: the place is pinned with the driver, which nobody moves it out of, and the device
        // is not.
        let (device, place) = unsafe {
            let Driver { device, place } = self.get_unchecked_mut();
            (device, Pin::new_unchecked(place))
        };
        let mut device = Placed::new_in(device as &mut dyn Device<Word>, place).unwrap();
        assert_eq!(Placed::layout(&device), Self::LAYOUT);
        device.write(Word::from(7)).await;
        device.read().await
    }
}

async fn in_frame<T: Device<u32>>(device: &mut T) -> u32 {
    let mut place = pin!(PlaceFor::<T, dyn Device<u32>>::new());
    let device: &mut dyn Device<u32> = device;
    device.write(3).in_place(place.as_mut()).unwrap().await;
    device.read().in_place(place).unwrap().await
}

fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("it never waits"),
    }
}

fn drive<T: Device<Word>, Word: From<u8>>(device: T) -> Word {
    let mut driver = pin!(Driver::new(device));
    ready(driver.as_mut().drive());
    ready(driver.drive())
}

fn bind<'a>(
    place: Pin<&mut PlaceFor<Borrowed<'a>, dyn Device<u8>>>,
    device: &mut Borrowed<'a>,
) -> u8 {
    let mut device = Placed::new_in(device as &mut dyn Device<u8>, place).unwrap();
    ready(device.read())
}

/// What fits and what does not, to the byte, and the size of the place.
fn measure<T>(mut place: Pin<&mut PlaceFor<T, dyn Device<u32>>>) {
    let machine = layout_for::<T, dyn Device<u32>>();
    assert!(place.reserve(machine).is_ok());
    for (size, align) in
        [(machine.size() + 1, machine.align()), (machine.size(), 2 * machine.align())]
    {
        let error = place.reserve(Layout::from_size_align(size, align).unwrap()).unwrap_err();
        let there = format!("{} bytes aligned to {}", machine.size(), machine.align());
        assert!(error.to_string().ends_with(&format!("the place has {there}")), "{error}");
    }

    #[repr(C)]
    struct WithWord<T>(T, usize);
    type Expected<T> = WithWord<InlineCoroutine<T, dyn Device<u32>>>;
    assert_eq!(Layout::new::<PlaceFor<T, dyn Device<u32>>>(), Layout::new::<Expected<T>>());
}

fn main() {
    assert_eq!(drive(Buffered([1; 100])), 99 + 7 + 1);
    assert_eq!(drive(Buffered([1; 1])), 7 + 1);
    assert_eq!(ready(in_frame(&mut Buffered([1; 50]))), 49 + 3 + 1);

    // The place may be older than what the object borrows.
    let mut place = pin!(PlaceFor::default());
    let mut byte = 0;
    assert_eq!(drive(Borrowed(&mut byte)), 7);
    assert_eq!(bind(place.as_mut(), &mut Borrowed(&mut byte)), 7);

    measure(pin!(PlaceFor::<Buffered<1>, _>::new()));
    measure(pin!(PlaceFor::<Buffered<200>, _>::new()));
}
