//@ run-pass
//@ edition: 2024
//@ needs-unwind
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A place of one's own has its memory back with the layout that was asked for, once, whichever way
// a call or a binding ends; it needs to remember neither. Memory in which a running call was leaked
// does not come back, and nor does what a binding has from the allocator in its place.

#![feature(inline_async_fn, inline_async)]

use std::alloc::{Layout, alloc, dealloc};
use std::cell::RefCell;
use std::future::inline_async::{ObjectPlace, PlaceError, Placed, layout_for, placeable};
use std::future::poll_fn;
use std::mem::{forget, replace};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

/// Memory that is handed out, and the layouts that it is of.
type Lent = Rc<RefCell<Vec<(NonNull<u8>, Layout)>>>;

/// Each reservation is an allocation that ends where the layout does.
struct Exact(Lent);

// SAFETY: an allocation has the layout that is asked for, which is no less than that of a word, and
// is freed when it comes back and never else.
unsafe impl ObjectPlace for Exact {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let word = Layout::new::<usize>();
        assert!(layout.size() >= word.size() && layout.align() >= word.align());
        // SAFETY: the layout is not empty.
        let memory = NonNull::new(unsafe { alloc(layout) }).unwrap();
        // SAFETY: there is room for a word.
        unsafe { memory.cast::<usize>().write(0) }
        self.0.borrow_mut().push((memory, layout));
        Ok(memory)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        let mut lent = self.0.borrow_mut();
        let at = lent.iter().position(|lent| *lent == (memory, layout)).expect("it was handed out");
        lent.swap_remove(at);
        // SAFETY: the first word is initialized.
        let word = unsafe { AtomicUsize::from_ptr(memory.as_ptr().cast()) }.load(Ordering::Relaxed);
        assert_eq!(word, 0);
        // SAFETY: it was allocated with this layout, and comes back once.
        unsafe { dealloc(memory.as_ptr(), layout) }
    }
}

#[placeable]
trait Work {
    inline async fn exclusive(&mut self, panics: bool) -> usize;
    inline async fn shared(&self) -> usize;
}

#[placeable]
trait End {
    inline async fn step(&mut self) -> usize;
    inline async fn end(self) -> usize;
}

struct Worker<const ROOM: usize>;

async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn exclusive(&mut self, panics: bool) -> usize {
        let room = [1u8; ROOM];
        suspend().await;
        if panics {
            resume_unwind(Box::new(()));
        }
        room.len()
    }

    async fn shared(&self) -> usize {
        suspend().await;
        ROOM
    }
}

impl<const ROOM: usize> End for Worker<ROOM> {
    async fn step(&mut self) -> usize {
        let room = [1u8; ROOM];
        suspend().await;
        room.len()
    }

    async fn end(self) -> usize {
        suspend().await;
        ROOM
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// Ends a call in each way but by leaking it.
fn end_of_call<const ROOM: usize, F: Future<Output = usize> + Unpin>(
    mut make: impl FnMut(bool) -> F,
    mut check: impl FnMut(),
) {
    for polls in 0..3 {
        let mut call = make(false);
        for poll_number in 0..polls {
            let expected = if poll_number == 1 { Poll::Ready(ROOM) } else { Poll::Pending };
            assert_eq!(poll(&mut call), expected);
        }
        drop(call);
        check();
    }
    if cfg!(panic = "unwind") {
        let mut call = make(true);
        assert!(poll(&mut call).is_pending());
        assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut call))).is_err());
        drop(call);
        check();
    }
}

fn check<const ROOM: usize>() {
    let machine = layout_for::<Worker<ROOM>, dyn Work>();
    let lent = Lent::default();
    let lent_layouts = || lent.borrow().iter().map(|lent| lent.1).collect::<Vec<_>>();
    let place = || Exact(Rc::clone(&lent));
    let mut worker = Worker::<ROOM>;

    end_of_call::<ROOM, _>(
        |panics| {
            // The object outlives what is made of it in here.
            let object: &'static mut dyn Work = Box::leak(Box::new(Worker::<ROOM>));
            object.exclusive(panics).in_place(place()).ok().unwrap()
        },
        || assert_eq!(lent_layouts(), []),
    );

    let mut binding = Placed::new_in(&mut worker as &mut dyn Work, place()).ok().unwrap();
    assert_eq!(lent_layouts(), [machine]);
    for polls in 0..3 {
        let mut call = binding.exclusive(false);
        for _ in 0..polls {
            let _ = poll(&mut call);
        }
        drop(call);
        // Two at once, of which the second has no part in the place.
        let (mut first, mut second) = (binding.shared(), binding.shared());
        for _ in 0..polls {
            assert_eq!(poll(&mut first), poll(&mut second));
        }
        drop((first, second));
        assert_eq!(lent_layouts(), [machine]);
    }
    forget(binding.exclusive(false));
    forget(binding.shared());
    drop(binding);
    assert_eq!(lent_layouts(), []);

    let binding = Placed::new_in(&mut worker as &mut dyn Work, place()).ok().unwrap();
    let (_, mut own) = Placed::into_inner(binding);
    assert_eq!(lent_layouts(), []);
    forget(Placed::new_in(&mut worker as &mut dyn Work, &mut own).ok().unwrap());
    // Its memory is what is leaked.
    assert_eq!(lent_layouts(), [machine]);
    lent.take();

    for polls in 0..3 {
        let object: Box<dyn End> = Box::new(Worker::<ROOM>);
        let mut call = Placed::new_in(object, place()).ok().unwrap().end();
        for _ in 0..polls {
            let _ = poll(&mut call);
        }
        drop(call);
        assert_eq!(lent_layouts(), []);
    }

    // From here on something is leaked as it runs.
    let mut call = (&mut worker as &mut dyn Work).exclusive(false).in_place(place()).ok().unwrap();
    assert!(poll(&mut call).is_pending());
    forget(call);
    assert_eq!(lent.take().len(), 1);

    let object: Box<dyn End> = Box::new(Worker::<ROOM>);
    let mut binding = Placed::new_in(object, place()).ok().unwrap();
    let mut call = binding.step();
    assert!(poll(&mut call).is_pending());
    forget(call);
    for _ in 0..2 {
        let mut call = binding.step();
        assert!(poll(&mut call).is_pending());
        assert_eq!(poll(&mut call), Poll::Ready(ROOM));
    }
    let mut call = binding.end();
    assert!(poll(&mut call).is_pending());
    assert_eq!(poll(&mut call), Poll::Ready(ROOM));
    drop(call);
    assert_eq!(lent.take().len(), 1);
}

fn main() {
    check::<0>();
    check::<1>();
    check::<1000>();
}
