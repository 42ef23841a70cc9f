//! Which ways to poll a future keep it in the scope that it is made in, and which do not: the table in
//! the documentation of `std::future::inline_async::within`, row by row, with the crates themselves.

#![feature(inline_async_fn, inline_async, future_join)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{HeapArena, within};
use std::future::{Ready, ready};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{abortable, join_all, select_all};
use futures::stream::{self, FuturesOrdered, FuturesUnordered, StreamExt as _};
use futures_concurrency::future::Join as _;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::timeout;

/// What a call holds while it is suspended. Nothing else here is as large.
const HELD: usize = 6001;

trait Work {
    inline async fn work(&self, number: u32) -> u32;
}

struct Holds;

impl Work for Holds {
    async fn work(&self, number: u32) -> u32 {
        let held = [1_u8; HELD];
        tokio::task::yield_now().await;
        number + u32::from(held[number as usize]) - 1
    }
}

/// A call on an object, as a library makes it that knows nothing of scopes.
async fn call(number: u32) -> u32 {
    let work: &(dyn Work + Send + Sync) = &Holds;
    work.work(number).await
}

thread_local! {
    static MACHINES: Cell<u32> = const { Cell::new(0) };
}

/// The system's allocator, which counts for each thread what is as large as the machine of a call.
struct CountsMachines;

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for CountsMachines {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if (HELD..HELD + 100).contains(&layout.size()) {
            MACHINES.set(MACHINES.get() + 1);
        }
        // SAFETY: the caller promises what the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: CountsMachines = CountsMachines;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

/// How many calls of `future` had their machine from the allocator although it is polled in a scope.
fn outside<T>(future: impl Future<Output = T>) -> (u32, T) {
    let before = MACHINES.get();
    let output = runtime().block_on(within(HeapArena::new(), future));
    (MACHINES.get() - before, output)
}

#[test]
fn without_a_scope_a_call_allocates() {
    let before = MACHINES.get();
    assert_eq!(runtime().block_on(call(1)), 1);
    assert_eq!(MACHINES.get() - before, 1);
}

#[test]
fn inside_by_the_language_and_std() {
    assert_eq!(outside(call(1)), (0, 1));
    assert_eq!(outside(async { std::future::join!(call(1), call(2)).await }), (0, (1, 2)));
}

#[test]
fn inside_by_futures() {
    assert_eq!(outside(async { futures::join!(call(1), call(2)) }), (0, (1, 2)));
    let select = async {
        let (mut first, mut second) = (pin!(call(1).fuse()), pin!(call(2).fuse()));
        futures::select_biased! { one = first => one, other = second => other }
    };
    assert_eq!(outside(select), (0, 1));
    let select = async { select_all([call(1).boxed(), call(2).boxed()]).await.0 };
    assert_eq!(outside(select), (0, 1));
    assert_eq!(outside(join_all((0..30).map(call))), (0, (0..30).collect()));
    assert_eq!(outside(call(1).then(|number| call(number + 1))), (0, 2));
    assert_eq!(outside(call(1).boxed()), (0, 1));
    let (machines, caught) = outside(AssertUnwindSafe(call(1)).catch_unwind());
    assert_eq!((machines, caught.unwrap()), (0, 1));
    assert_eq!(outside(async { abortable(call(1)).0.await.unwrap() }), (0, 1));
}

#[test]
fn inside_by_tokio() {
    assert_eq!(outside(async { tokio::join!(call(1), call(2)) }), (0, (1, 2)));
    let select = async { tokio::select! { biased; one = call(1) => one, other = call(2) => other } };
    assert_eq!(outside(select), (0, 1));
    let in_time = async { timeout(Duration::from_secs(60), call(1)).await.unwrap() };
    assert_eq!(outside(in_time), (0, 1));
    // Too late, with a call in the arena, which has it back.
    let late = async { timeout(Duration::ZERO, async { call(1).await + waits().await }).await };
    assert!(matches!(outside(late), (0, Err(_))));
    assert_eq!(outside(async { LocalSet::new().run_until(call(1)).await }), (0, 1));
}

async fn waits() -> u32 {
    std::future::pending().await
}

#[test]
fn inside_by_embassy() {
    assert_eq!(outside(embassy_futures::join::join(call(1), call(2))), (0, (1, 2)));
    let (machines, first) = outside(embassy_futures::select::select(call(1), call(2)));
    assert!(machines == 0 && matches!(first, embassy_futures::select::Either::First(1)));
}

#[test]
fn outside_by_futures() {
    let unordered = || [call(1), call(2)].into_iter().collect::<FuturesUnordered<_>>();
    let (machines, sum) = outside(async { unordered().fold(0, add).await });
    assert_eq!((machines, sum), (2, 3));
    let ordered = || [call(1), call(2)].into_iter().collect::<FuturesOrdered<_>>();
    assert_eq!(outside(async { ordered().collect::<Vec<_>>().await }), (2, vec![1, 2]));
    assert_eq!(outside(join_all((0..31).map(call))), (31, (0..31).collect()));
    let buffered = async { stream::iter(0..3).map(call).buffered(2).fold(0, add).await };
    assert_eq!(outside(buffered), (3, 3));
    let each = async { stream::iter(0..3).for_each_concurrent(2, |i| call(i).map(drop)).await };
    assert_eq!(outside(each), (3, ()));
    assert_eq!(outside(async { call(1).shared().await }), (1, 1));
    assert_eq!(outside(async { futures::executor::block_on(yields_by_itself()) }), (1, 1));
}

/// Adds, as a closure that gives a future.
fn add(sum: u32, number: u32) -> Ready<u32> {
    ready(sum + number)
}

/// A call that needs no runtime of tokio's.
async fn yields_by_itself() -> u32 {
    struct Once;

    impl Work for Once {
        async fn work(&self, number: u32) -> u32 {
            let held = [1_u8; HELD];
            futures::pending!();
            number + u32::from(held[number as usize]) - 1
        }
    }

    let work: &dyn Work = &Once;
    let mut work = pin!(work.work(1));
    std::future::poll_fn(|cx| {
        cx.waker().wake_by_ref();
        work.as_mut().poll(cx)
    })
    .await
}

#[test]
fn outside_by_tokio_and_futures_concurrency() {
    assert_eq!(outside(async { tokio::spawn(call(1)).await.unwrap() }), (1, 1));
    let set = async { [call(1), call(2)].into_iter().collect::<JoinSet<_>>().join_all().await.len() };
    assert_eq!(outside(set), (2, 2));
    assert_eq!(outside(async { (call(1), call(2)).join().await }), (2, (1, 2)));
}

#[test]
fn what_is_outside_may_have_a_scope_of_its_own() {
    let spawned = async { tokio::spawn(within(HeapArena::new(), call(1))).await.unwrap() };
    assert_eq!(outside(spawned), (0, 1));
    let unordered = async {
        let calls = (0..3).map(|number| within(HeapArena::new(), call(number)));
        calls.collect::<FuturesUnordered<_>>().fold(0, add).await
    };
    assert_eq!(outside(unordered), (0, 3));
}
