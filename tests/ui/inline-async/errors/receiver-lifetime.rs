//@ edition: 2024
//@ run-rustfix

// The receiver that is suggested has the lifetime and the mutability of the one that is there.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait View {
    inline async fn shared<'a>(self: &'a std::rc::Rc<Self>) -> &'a [u8];
    //~^ ERROR the receiver of an `inline async fn` must be dispatchable on a trait object
    inline async fn exclusive<'a>(self: &'a mut Box<Self>) -> &'a mut [u8];
    //~^ ERROR the receiver of an `inline async fn` must be dispatchable on a trait object
    inline async fn inner<'a>(self: &&'a Self) -> &'a [u8];
    //~^ ERROR the receiver of an `inline async fn` must be dispatchable on a trait object
    inline async fn with_body(self: &mut Box<Self>) -> usize { 0 }
    //~^ ERROR the receiver of an `inline async fn` must be dispatchable on a trait object
}

fn object(_: &dyn View) {}

fn main() {}
