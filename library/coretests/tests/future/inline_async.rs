use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::future::inline_async::{
    InlineCoroutine, InlinePlace, ObjectPlace, PlaceError, PlaceFor, Placed, PlacedCall,
    layout_for, layout_of_val, placeable,
};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn add(&mut self, n: u32) -> u32;
    inline async fn fail(&mut self, when: When);
}

#[placeable]
trait Measure {
    inline async fn len(&self, text: Rc<str>) -> usize;
}

/// Adds up, suspending as often as it says.
#[derive(Default)]
struct Sum {
    sum: u32,
    suspends: u32,
}

/// Where the implementation panics.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Start,
    Poll,
    Drop,
}

struct PanicOnDrop(bool);

impl Drop for PanicOnDrop {
    fn drop(&mut self) {
        if self.0 {
            panic!("drop");
        }
    }
}

struct Suspend(u32);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        Poll::Pending
    }
}

impl Work for Sum {
    async fn add(&mut self, n: u32) -> u32 {
        // Referred to across the suspension, so the future must not move.
        let parts = [n, 0];
        let part = &parts[0];
        Suspend(self.suspends).await;
        self.sum += *part;
        self.sum
    }

    fn fail(&mut self, when: When) -> impl Future<Output = ()> {
        if when == When::Start {
            panic!("start");
        }
        let bomb = PanicOnDrop(when == When::Drop);
        async move {
            let _bomb = bomb;
            if when == When::Poll {
                panic!("poll");
            }
        }
    }
}

impl Measure for Sum {
    async fn len(&self, text: Rc<str>) -> usize {
        Suspend(self.suspends).await;
        text.len()
    }
}

/// Keeps count of what is handed out, and hands out no more than that.
#[derive(Default)]
struct Slab {
    reserved: Option<Layout>,
    words: Option<NonNull<[u128; 32]>>,
    events: Rc<RefCell<Vec<&'static str>>>,
}

// SAFETY: the words are on the heap, are only freed with the place, and stay if they are in use
// then. The first one is zero at first, and is zero again when the memory is released.
unsafe impl ObjectPlace for Slab {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let there = Layout::new::<[u128; 32]>();
        if layout.size() > there.size() || layout.align() > there.align() {
            return Err(PlaceError::too_small(layout, there));
        }
        if self.reserved.is_some() {
            return Err(PlaceError::occupied(layout));
        }
        self.events.borrow_mut().push("reserve");
        self.reserved = Some(layout);
        let words = self.words.get_or_insert_with(|| NonNull::from(Box::leak(Box::new([0; 32]))));
        Ok(words.cast())
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the memory is there, its tag initialized.
        assert_eq!(unsafe { memory.cast::<usize>().read() }, 0);
        assert_eq!(self.reserved.take(), Some(layout));
        self.events.borrow_mut().push("release");
    }
}

impl Drop for Slab {
    fn drop(&mut self) {
        self.events.borrow_mut().push("drop");
        if let Some(words) = self.words.take()
            && self.reserved.is_none()
        {
            // SAFETY: the words come from a box, and nobody uses them.
            drop(unsafe { Box::from_raw(words.as_ptr()) });
        }
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
}

fn message_of_panic(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).unwrap_err();
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => payload.downcast::<&str>().unwrap().to_string(),
    }
}

#[test]
fn layouts_agree() {
    let layout = layout_for::<Sum, dyn Work>();
    assert_eq!(layout, Layout::new::<InlineCoroutine<Sum, dyn Work>>());
    assert_eq!(layout, layout_of_val(&Sum::default() as &dyn Work));
    assert!(layout.align() >= align_of::<usize>());
}

#[test]
fn no_inline_method_no_room_but_a_tag() {
    assert_eq!(layout_of_val(&7 as &dyn std::fmt::Debug), Layout::new::<usize>());
}

#[test]
fn a_placed_call_is_a_few_words() {
    assert_eq!(size_of::<PlacedCall<(), &mut Slab>>(), 3 * size_of::<usize>());
}

#[test]
fn unstarted_call_drops_its_arguments() {
    let text: Rc<str> = "text".into();
    let sum: &dyn Measure = &Sum::default();
    let call = sum.len(text.clone());
    assert_eq!(Rc::strong_count(&text), 2);
    drop(call);
    assert_eq!(Rc::strong_count(&text), 1);
}

#[test]
fn place_is_released_and_dropped_with_the_call() {
    let events = Rc::new(RefCell::new(Vec::new()));
    let sum: &mut dyn Work = &mut Sum { sum: 1, suspends: 2 };
    let slab = Slab { events: events.clone(), ..Slab::default() };
    assert_eq!(block_on(sum.add(2).in_place(slab).unwrap()), 3);
    assert_eq!(*events.borrow(), ["reserve", "release", "drop"]);
}

#[test]
fn cancelled_call_drops_its_future() {
    let text: Rc<str> = "text".into();
    let sum: &dyn Measure = &Sum { sum: 0, suspends: 1 };
    let mut slab = Slab::default();
    let mut call = sum.len(text.clone()).in_place(&mut slab).unwrap();
    assert!(poll(Pin::new(&mut call)).is_pending());
    assert_eq!(Rc::strong_count(&text), 2);
    drop(call);
    assert_eq!(Rc::strong_count(&text), 1);
    assert_eq!(block_on(sum.len(text).in_place(&mut slab).unwrap()), 4);
}

#[test]
fn polled_after_completion() {
    let mut sum = Sum::default();
    let sum: &mut dyn Work = &mut sum;
    let mut slab = Slab::default();
    {
        let mut call = pin!(sum.add(1));
        assert!(poll(call.as_mut()).is_ready());
        let message = message_of_panic(|| drop(poll(call.as_mut()).is_ready()));
        assert_eq!(message, "`async fn` resumed after completion");
    }
    let mut call = sum.add(1).in_place(&mut slab).unwrap();
    assert!(poll(Pin::new(&mut call)).is_ready());
    let message = message_of_panic(|| drop(poll(Pin::new(&mut call)).is_ready()));
    assert_eq!(message, "`async fn` resumed after completion");
}

#[test]
fn panics_leave_the_machine_idle() {
    let mut sum = Sum::default();
    let mut slab = Slab::default();
    let mut placed = Placed::new_in(&mut sum as &mut dyn Work, &mut slab).unwrap();
    for (when, message) in [(When::Start, "start"), (When::Poll, "poll"), (When::Drop, "drop")] {
        assert_eq!(message_of_panic(|| block_on(placed.fail(when))), message);
        assert_eq!(block_on(placed.add(0)), 0);
    }
    drop(placed);
    let sum: &mut dyn Work = &mut sum;
    for (when, message) in [(When::Start, "start"), (When::Poll, "poll"), (When::Drop, "drop")] {
        let call = sum.fail(when);
        assert_eq!(message_of_panic(|| block_on(call.in_place(&mut slab).unwrap())), message);
    }
    assert!(slab.reserved.is_none());
}

#[test]
fn errors_hand_everything_back() {
    let mut sum = Sum::default();
    let place = pin!(InlinePlace::<1>::new());
    let call = (&mut sum as &mut dyn Work).add(5);
    let error = call.in_place(place).unwrap_err();
    assert_eq!(error.required(), layout_for::<Sum, dyn Work>());
    assert!(error.to_string().contains("the place has 1 bytes"), "{error}");
    let (call, _) = error.into_inner();
    assert_eq!(block_on(call), 5);
}

#[test]
fn leaked_call_occupies_its_place() {
    // Never destroyed.
    let mut place = Pin::static_mut(Box::leak(Box::new(InlinePlace::<512>::new())));
    let mut sum = Sum { sum: 0, suspends: 1 };
    let sum: &mut dyn Work = &mut sum;
    for _ in 0..3 {
        block_on(sum.add(1).in_place(place.as_mut()).unwrap());
    }
    // One that waits does not, one that runs does.
    mem::forget(sum.add(1).in_place(place.as_mut()).unwrap());
    let mut call = sum.add(1).in_place(place.as_mut()).unwrap();
    assert!(poll(Pin::new(&mut call)).is_pending());
    mem::forget(call);
    let error = sum.add(1).in_place(place.as_mut()).unwrap_err().without_inner();
    assert!(error.to_string().contains("leaked"), "{error}");
}

#[test]
fn leaked_binding_does_not_occupy_its_place() {
    let mut place = pin!(InlinePlace::<512>::new());
    let mut sum = Sum::default();
    for _ in 0..3 {
        let mut placed = Placed::new_in(&mut sum as &mut dyn Work, place.as_mut()).unwrap();
        block_on(placed.add(1));
        mem::forget(placed);
    }
    assert_eq!(sum.sum, 3);
}

#[test]
fn binding_runs_concurrent_calls() {
    let sum = Sum { sum: 0, suspends: 1 };
    let place = pin!(InlinePlace::<512>::new());
    let placed = Placed::new_in(&sum as &dyn Measure, place).unwrap();
    let (mut one, mut two) = (pin!(placed.len("one".into())), pin!(placed.len("three".into())));
    assert!(poll(one.as_mut()).is_pending());
    assert!(poll(two.as_mut()).is_pending());
    assert_eq!(poll(one), Poll::Ready(3));
    assert_eq!(poll(two), Poll::Ready(5));
}

#[placeable]
trait Reenter {
    inline async fn reenter(&self, times: u32, binding: &dyn Reenter) -> u32;
}

struct Reentrant(Cell<u32>);

impl Reenter for Reentrant {
    fn reenter(&self, times: u32, binding: &dyn Reenter) -> impl Future<Output = u32> {
        self.0.set(self.0.get() + 1);
        // The machine of the binding is claimed already.
        let inner = if times > 0 { block_on(binding.reenter(times - 1, binding)) } else { 0 };
        async move { inner + 1 }
    }
}

#[test]
fn start_may_reenter_its_binding() {
    let object = Reentrant(Cell::new(0));
    let place = pin!(InlinePlace::<256>::new());
    let placed = Placed::new_in(&object as &dyn Reenter, place).unwrap();
    assert_eq!(block_on(placed.reenter(3, &placed)), 4);
    assert_eq!(object.0.get(), 4);
}

#[test]
fn static_place_is_taken_once() {
    static PLACE: InlinePlace<512> = InlinePlace::new();

    let mut place = PLACE.take().unwrap();
    assert!(PLACE.take().is_none());
    let mut sum = Sum::default();
    let sum: &mut dyn Work = &mut sum;
    assert_eq!(block_on(sum.add(4).in_place(place.as_mut()).unwrap()), 4);
    assert!(PLACE.take().is_none());
}

#[test]
fn inline_place_is_its_bytes_and_a_word() {
    const WORD: usize = size_of::<usize>();
    assert_eq!(size_of::<InlinePlace<{ 128 - WORD }>>(), 128);
    assert_eq!(align_of::<InlinePlace<128>>(), 16);
    assert_eq!(size_of::<InlinePlace<{ 64 - WORD }, 64>>(), 64);
    assert_eq!(size_of::<InlinePlace<{ 5 * WORD }, 1>>(), 6 * WORD);
    assert_eq!(align_of::<InlinePlace<1, 4096>>(), 4096);
}

#[test]
fn place_for_is_its_machine_and_a_word() {
    const WORD: usize = size_of::<usize>();
    let (machine, place) =
        (layout_for::<Sum, dyn Work>(), Layout::new::<PlaceFor<Sum, dyn Work>>());
    assert_eq!(place.align(), machine.align());
    assert_eq!(place.size(), (machine.size() + WORD).next_multiple_of(machine.align()));
    assert_eq!(size_of::<[PlaceFor<Sum, dyn Work>; 7]>(), 7 * place.size());
}

#[test]
fn many_places() {
    let mut places = pin!([const { PlaceFor::<Sum, dyn Work>::new() }; 3]);
    let mut sums = [1, 2, 3].map(|sum| Sum { sum, suspends: 1 });
    for added in 1..3 {
        let each = PlaceFor::each_pin_mut(places.as_mut());
        let mut calls = Vec::new();
        for (sum, place) in sums.iter_mut().zip(each) {
            calls.push((sum as &mut dyn Work).add(1).in_place(place).unwrap());
        }
        for call in &mut calls {
            assert!(poll(Pin::new(call)).is_pending());
        }
        for (call, sum) in calls.iter_mut().zip(1..) {
            assert_eq!(poll(Pin::new(call)), Poll::Ready(sum + added));
        }
    }
    let slice: Pin<&mut [PlaceFor<Sum, dyn Work>]> = places;
    let mut last_first = PlaceFor::iter_pin_mut(slice).rev();
    assert_eq!(last_first.len(), 3);
    let sum: &mut dyn Work = &mut sums[0];
    assert_eq!(block_on(sum.add(1).in_place(last_first.next().unwrap()).unwrap()), 4);
}

#[test]
fn place_that_was_used_can_be_taken_once() {
    let mut sum = Sum::default();
    let sum: &mut dyn Work = &mut sum;
    let mut place = Pin::static_mut(Box::leak(Box::new(InlinePlace::<512>::new())));
    assert_eq!(block_on(sum.add(4).in_place(place.as_mut()).unwrap()), 4);

    let shared = Pin::into_ref(place).get_ref();
    let place = shared.take().unwrap();
    assert!(shared.take().is_none());
    assert_eq!(block_on(sum.add(4).in_place(place).unwrap()), 8);
    assert!(shared.take().is_none());
}

#[test]
fn binding_is_what_its_object_is() {
    let place = pin!(InlinePlace::<16>::new());
    let object: &dyn std::error::Error = &std::fmt::Error;
    let placed = Placed::new_in(object, place).unwrap();
    assert_eq!(format!("{placed} {placed:?}"), format!("{object} {object:?}"));
    fn source(error: impl std::error::Error) -> bool {
        error.source().is_some()
    }
    assert!(!source(&placed));
}
