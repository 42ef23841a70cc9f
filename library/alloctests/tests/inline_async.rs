use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{
    HeapPlace, HeapPlaced, ObjectPlace, Placed, layout_for, placeable,
};
use std::mem;
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Copier {
    inline async fn copy(&mut self, from: &[u8]) -> u8;
    inline async fn last(&mut self) -> u8;
}

/// A machine of more than `N` bytes, suspending as often as it says.
struct Buffered<const N: usize> {
    last: u8,
    suspends: u32,
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

impl<const N: usize> Copier for Buffered<N> {
    async fn copy(&mut self, from: &[u8]) -> u8 {
        let mut buffer = [0; N];
        let n = from.len().min(N);
        buffer[..n].copy_from_slice(&from[..n]);
        Suspend(self.suspends).await;
        self.last = buffer[n - 1];
        self.last
    }

    async fn last(&mut self) -> u8 {
        self.last
    }
}

/// Counts what is allocated and freed, and whether it has been dropped itself.
#[derive(Clone, Default)]
struct Counting(Rc<Counts>);

#[derive(Default)]
struct Counts {
    allocations: Cell<usize>,
    live: Cell<usize>,
    refuses: Cell<bool>,
}

// SAFETY: all is forwarded to the global allocator.
unsafe impl Allocator for Counting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if self.0.refuses.get() {
            return Err(AllocError);
        }
        self.0.allocations.update(|n| n + 1);
        self.0.live.update(|n| n + 1);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        self.0.live.update(|n| n - 1);
        // SAFETY: the caller's promise is the global allocator's.
        unsafe { Global.deallocate(memory, layout) }
    }
}

impl Counting {
    fn counts(&self) -> (usize, usize) {
        (self.0.allocations.get(), self.0.live.get())
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

fn buffered<const N: usize>(suspends: u32) -> Box<dyn Copier> {
    Box::new(Buffered::<N> { last: 0, suspends })
}

#[test]
fn awaited_as_it_is() {
    let (mut small, mut large) = (buffered::<8>(1), buffered::<1000>(1));
    assert_eq!(block_on(small.copy(b"abc")), b'c');
    assert_eq!(block_on(large.copy(b"abc")), b'c');
    // Cancelled, in both states.
    drop(large.copy(b"abc"));
    let mut call = Box::pin(large.copy(b"abc"));
    assert!(poll(call.as_mut()).is_pending());
    drop(call);
    assert_eq!(block_on(large.last()), b'c');
}

#[test]
fn memory_is_kept_and_grows() {
    let allocator = Counting::default();
    let mut place = HeapPlace::new_in(allocator.clone());
    assert_eq!(allocator.counts(), (0, 0));
    let (mut small, mut large) = (buffered::<8>(1), buffered::<1000>(1));
    for _ in 0..3 {
        assert_eq!(block_on(small.copy(b"abc").in_place(&mut place).unwrap()), b'c');
    }
    assert_eq!(allocator.counts(), (1, 1));
    for _ in 0..3 {
        assert_eq!(block_on(large.copy(b"abcd").in_place(&mut place).unwrap()), b'd');
        assert_eq!(block_on(small.last().in_place(&mut place).unwrap()), b'c');
    }
    assert_eq!(allocator.counts(), (2, 1));
    drop(place);
    assert_eq!(allocator.counts(), (2, 0));
}

#[test]
fn binding_allocates_once() {
    let allocator = Counting::default();
    let place = HeapPlace::new_in(allocator.clone());
    let mut placed = Placed::new_in(buffered::<1000>(2), place).unwrap();
    assert_eq!(Placed::layout(&placed), layout_for::<Buffered<1000>, dyn Copier>());
    for _ in 0..10 {
        assert_eq!(block_on(placed.copy(b"xyz")), b'z');
        assert_eq!(block_on(placed.last()), b'z');
        drop(placed.copy(b"cancelled"));
    }
    assert_eq!(allocator.counts(), (1, 1));
    drop(placed);
    assert_eq!(allocator.counts(), (1, 0));
}

#[test]
fn leaked_call_keeps_its_memory_and_the_allocator() {
    let allocator = Counting::default();
    let mut place = HeapPlace::new_in(allocator.clone());
    let mut object = buffered::<100>(1);
    // Nothing holds on to one that waits.
    mem::forget(object.copy(b"abc").in_place(&mut place).unwrap());
    let mut call = object.copy(b"abc").in_place(&mut place).unwrap();
    assert_eq!(allocator.counts(), (1, 1));
    assert!(poll(Pin::new(&mut call)).is_pending());
    mem::forget(call);
    assert_eq!(block_on(object.copy(b"abc").in_place(&mut place).unwrap()), b'c');
    assert_eq!(allocator.counts(), (2, 2));
    drop(place);
    // What the leaked call is in is there, and so is the allocator that it comes from.
    assert_eq!(allocator.counts(), (2, 1));
    assert_eq!(Rc::strong_count(&allocator.0), 2);
}

#[test]
fn leaked_call_of_a_binding() {
    let allocator = Counting::default();
    let place = HeapPlace::new_in(allocator.clone());
    let mut placed = Placed::new_in(buffered::<100>(1), place).unwrap();
    let mut call = placed.copy(b"abc");
    assert!(poll(Pin::new(&mut call)).is_pending());
    mem::forget(call);
    // On the global allocator.
    assert_eq!(block_on(placed.copy(b"abcd")), b'd');
    assert_eq!(allocator.counts(), (1, 1));
    let (_, place) = Placed::into_inner(placed);
    drop(place);
    assert_eq!(allocator.counts(), (1, 1));
    assert_eq!(Rc::strong_count(&allocator.0), 2);
}

#[test]
fn leaked_binding_is_idle() {
    let allocator = Counting::default();
    let mut place = HeapPlace::new_in(allocator.clone());
    mem::forget(Placed::new_in(buffered::<100>(1), &mut place).unwrap());
    let mut object = buffered::<100>(1);
    assert_eq!(block_on(object.copy(b"abc").in_place(&mut place).unwrap()), b'c');
    drop(place);
    assert_eq!(allocator.counts(), (1, 0));
    assert_eq!(Rc::strong_count(&allocator.0), 1);
}

#[test]
fn allocator_without_memory() {
    let allocator = Counting::default();
    allocator.0.refuses.set(true);
    let place = HeapPlace::new_in(allocator.clone());
    let error = Placed::new_in(buffered::<100>(0), place).err().unwrap();
    assert_eq!(error.required(), layout_for::<Buffered<100>, dyn Copier>());
    let (object, place) = error.into_inner();
    allocator.0.refuses.set(false);
    let mut placed = Placed::new_in(object, place).unwrap();
    assert_eq!(block_on(placed.copy(b"abc")), b'c');
}

#[test]
fn layouts_below_a_tag() {
    for place in [&mut HeapPlace::new() as &mut dyn ObjectPlace, &mut Global] {
        for layout in [Layout::new::<()>(), Layout::new::<u8>(), Layout::new::<[u128; 0]>()] {
            let memory = place.reserve(layout).unwrap();
            // SAFETY: a place hands out no less than a word.
            unsafe {
                assert_eq!(memory.cast::<usize>().read(), 0);
                place.release(memory, layout);
            }
        }
        // With a tag it would be too large for an allocator to be asked.
        let most = Layout::from_size_align(isize::MAX as usize, 1).unwrap();
        assert_eq!(place.reserve(most).unwrap_err().required(), most);
    }
}

#[test]
fn global_is_a_place() {
    let mut object = buffered::<1000>(1);
    let mut call = object.copy(b"abc").in_place(Global).unwrap();
    assert!(poll(Pin::new(&mut call)).is_pending());
    assert_eq!(poll(Pin::new(&mut call)), Poll::Ready(b'c'));
    drop(call);
    let mut placed = HeapPlaced::new(object);
    assert_eq!(block_on(placed.copy(b"abcd")), b'd');
    let (mut object, _): (_, Global) = Placed::into_inner(placed);
    drop(object.copy(b"cancelled").in_place(Global).unwrap());
}

#[test]
fn bindings_of_all_pointers() {
    trait Named {
        inline async fn name(&self) -> String;
    }
    impl Named for &str {
        async fn name(&self) -> String {
            self.to_string()
        }
    }
    async fn named<T: Named + ?Sized>(object: &T) -> String {
        object.name().await
    }

    let shared = HeapPlaced::new(&"a" as &dyn Named);
    let boxed = HeapPlaced::new(Box::new("b") as Box<dyn Named>);
    let rc = HeapPlaced::new(Rc::new("c") as Rc<dyn Named>);
    let arc = HeapPlaced::new(Arc::new("d") as Arc<dyn Named>);
    let pinned = HeapPlaced::new(Box::pin("e") as Pin<Box<dyn Named>>);
    assert_eq!(block_on(named(&*shared)), "a");
    assert_eq!(block_on(named(&*boxed)), "b");
    assert_eq!(block_on(named(&*rc)), "c");
    assert_eq!(block_on(named(&*arc)), "d");
    assert_eq!(block_on(named(&*pinned)), "e");
}
