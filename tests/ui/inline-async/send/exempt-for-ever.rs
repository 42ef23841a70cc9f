//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait whose methods take what can never be `Send`, whatever the parameter stands for, has objects
// that are `Send` and futures that are not.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::rc::{Rc, Weak};
use std::sync::{Arc, MutexGuard, RwLockReadGuard};

struct Local<T>(PhantomData<*const T>);

macro_rules! methods {
    ($($name:ident: $argument:ty;)*) => {
        trait Tr<T> {
            type Item;
            $(inline async fn $name(&mut self, x: $argument);)*
            inline async fn item(&mut self, x: Self::Item);
        }

        impl<T> Tr<T> for Holder {
            type Item = Rc<u8>;
            $(async fn $name(&mut self, x: $argument) {
                std::future::ready(()).await;
                let _ = &x;
            })*
            async fn item(&mut self, x: Rc<u8>) {
                std::future::ready(()).await;
                let _ = &x;
            }
        }
    };
}

struct Holder;

methods! {
    weak: Weak<T>;
    cell: &Cell<T>;
    non_null: NonNull<T>;
    inside: Vec<Option<(u8, Local<T>)>>;
    guard: MutexGuard<'_, T>;
    read_guard: Option<RwLockReadGuard<'_, T>>;
    shared: Arc<RefCell<u8>>;
    function: Box<dyn Fn(T)>;
}

fn make<T: 'static>() -> Box<dyn Tr<T, Item = Rc<u8>> + Send> {
    Box::new(Holder)
}

fn main() {}
