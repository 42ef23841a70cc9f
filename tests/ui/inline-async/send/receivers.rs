// What a receiver asks of the bounds of the object type before the future must be `Send`: by value,
// `Box<Self>`, `&mut Self` and `Pin<&mut Self>` ask for `Send`, `&Self` for `Sync`, `Arc<Self>` for
// both; `Rc<Self>` can never be sent. Each receiver has a trait of its own, so that no error hides
// another.

//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

async fn not_send() {
    let held = Rc::new(0);
    std::future::ready(()).await;
    drop(held);
}

struct Holder;

macro_rules! traits {
    ($($Trait:ident: $receiver:ty;)*) => {$(
        trait $Trait {
            inline async fn method(self: $receiver);
        }

        impl $Trait for Holder {
            async fn method(self: $receiver) {
                not_send().await
            }
        }
    )*};
}

traits! {
    Value: Self;
    Boxed: Box<Self>;
    Mut: &mut Self;
    Pinned: Pin<&mut Self>;
    Ref: &Self;
    PinnedRef: Pin<&Self>;
    Shared: Arc<Self>;
    Counted: Rc<Self>;
}

fn value_sync() -> Box<dyn Value + Sync> {
    Box::new(Holder)
}

fn value_send() -> Box<dyn Value + Send> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn boxed_sync() -> Box<dyn Boxed + Sync> {
    Box::new(Holder)
}

fn boxed_send() -> Box<dyn Boxed + Send> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn mut_sync() -> Box<dyn Mut + Sync> {
    Box::new(Holder)
}

fn mut_send() -> Box<dyn Mut + Send> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn pinned_sync() -> Box<dyn Pinned + Sync> {
    Box::new(Holder)
}

fn pinned_send() -> Box<dyn Pinned + Send> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn ref_send() -> Box<dyn Ref + Send> {
    Box::new(Holder)
}

fn ref_sync() -> Box<dyn Ref + Sync> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn pinned_ref_send() -> Box<dyn PinnedRef + Send> {
    Box::new(Holder)
}

fn pinned_ref_sync() -> Box<dyn PinnedRef + Sync> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn shared_send() -> Box<dyn Shared + Send> {
    Box::new(Holder)
}

fn shared_sync() -> Box<dyn Shared + Sync> {
    Box::new(Holder)
}

fn shared_both() -> Box<dyn Shared + Send + Sync> {
    Box::new(Holder) //~ ERROR cannot be sent between threads safely
}

fn counted_both() -> Box<dyn Counted + Send + Sync> {
    Box::new(Holder)
}

fn main() {}
