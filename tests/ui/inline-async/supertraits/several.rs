//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Supertraits of which only the first is a prefix of the vtable: the others are reached through
// pointers to vtables of their own, whose slots state their own machines. In a diamond the common
// supertrait is one and the same.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{layout_for, layout_of_val};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Base {
    inline async fn base(&self) -> String;
}

trait Left: Base {
    inline async fn left(&self, n: u8) -> String;
    fn left_plain(&self) -> &'static str;
}

/// Has no method of its own: the vtable is that of its supertraits and the slot.
trait Empty: Base {}

trait Right: Base {
    fn right_plain(&self) -> &'static str;
    inline async fn right(&self, big: [u8; 300]) -> String;
}

/// No inline async method in it or above it.
trait Unrelated {
    fn unrelated(&self) -> &'static str;
}

trait Bottom: Left + Unrelated + Empty + Right + std::fmt::Debug {
    inline async fn bottom(&self) -> String;
}

#[derive(Debug)]
struct It(u8);

impl Base for It {
    async fn base(&self) -> String {
        suspend().await;
        format!("base {}", self.0)
    }
}
impl Left for It {
    async fn left(&self, n: u8) -> String {
        format!("left {} {n}", self.0)
    }
    fn left_plain(&self) -> &'static str {
        "left plain"
    }
}
impl Empty for It {}
impl Right for It {
    fn right_plain(&self) -> &'static str {
        "right plain"
    }
    async fn right(&self, big: [u8; 300]) -> String {
        suspend().await;
        format!("right {} {}", self.0, big[299])
    }
}
impl Unrelated for It {
    fn unrelated(&self) -> &'static str {
        "unrelated"
    }
}
impl Bottom for It {
    async fn bottom(&self) -> String {
        format!("bottom {}, {}", self.base().await, Right::right(self, [5; 300]).await)
    }
}

async fn check_base(object: &dyn Base) {
    assert_eq!(object.base().await, "base 1");
    assert_eq!(layout_of_val(object), layout_for::<It, dyn Base>());
}

async fn check_left(object: &dyn Left) {
    assert_eq!(object.left(2).await, "left 1 2");
    assert_eq!(object.base().await, "base 1");
    assert_eq!(object.left_plain(), "left plain");
    assert_eq!(layout_of_val(object), layout_for::<It, dyn Left>());
    check_base(object).await;
}

async fn check_right(object: &dyn Right) {
    assert_eq!(object.right([3; 300]).await, "right 1 3");
    assert_eq!(object.base().await, "base 1");
    assert_eq!(object.right_plain(), "right plain");
    assert_eq!(layout_of_val(object), layout_for::<It, dyn Right>());
    check_base(object).await;
}

async fn check_empty(object: &dyn Empty) {
    assert_eq!(object.base().await, "base 1");
    assert_eq!(layout_of_val(object), layout_for::<It, dyn Empty>());
    check_base(object).await;
}

async fn check_bottom(object: &dyn Bottom) {
    assert_eq!(object.bottom().await, "bottom base 1, right 1 5");
    assert_eq!(object.base().await, "base 1");
    assert_eq!(object.left(2).await, "left 1 2");
    assert_eq!(object.right([4; 300]).await, "right 1 4");
    assert_eq!(object.left_plain(), "left plain");
    assert_eq!(object.right_plain(), "right plain");
    assert_eq!(object.unrelated(), "unrelated");
    assert_eq!(format!("{object:?}"), "It(1)");
    assert_eq!(layout_of_val(object), layout_for::<It, dyn Bottom>());
    check_left(object).await;
    check_right(object).await;
    check_empty(object).await;
    check_base(object).await;
    assert_eq!((object as &dyn Unrelated).unrelated(), "unrelated");
    // A machine in which nothing ever runs.
    assert_eq!(layout_of_val(object as &dyn Unrelated).size(), size_of::<usize>());
    let debug: &dyn std::fmt::Debug = object;
    assert_eq!(format!("{debug:?}"), "It(1)");
}

fn main() {
    block_on(check_bottom(&It(1)));
    let boxed: Box<dyn Bottom> = Box::new(It(1));
    let upcast: Box<dyn Right> = boxed;
    block_on(check_right(&*upcast));
    let upcast: Box<dyn Base> = upcast;
    block_on(check_base(&*upcast));
    let rc: Rc<dyn Empty> = Rc::new(It(1)) as Rc<dyn Bottom>;
    block_on(check_empty(&*rc));
    let arc: Arc<dyn Base> = Arc::new(It(1)) as Arc<dyn Empty>;
    block_on(check_base(&*arc));
}
