//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Whoever makes a call is asked that the receiver's type implements the trait, lifetimes included.
// The type of the call need not ask for it again.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::sync::Arc;

trait Store: 'static {
    inline async fn get(&self, key: &str) -> usize;
    inline async fn close(self: Arc<Self>) -> usize;
}

struct Of<S>(S);

impl<S: Sync> Store for Of<S>
where
    S: 'static,
{
    async fn get(&self, key: &str) -> usize {
        key.len()
    }

    async fn close(self: Arc<Self>) -> usize {
        1
    }
}

impl<T: Store + ?Sized> Store for Arc<T> {
    async fn get(&self, key: &str) -> usize {
        T::get(self, key).await
    }

    async fn close(self: Arc<Self>) -> usize {
        0
    }
}

trait Extension: Store {
    async fn twice(&self, key: &str) -> usize;
}

impl<T: Store + ?Sized> Extension for T {
    async fn twice(&self, key: &str) -> usize {
        self.get(key).await * 2
    }
}

async fn in_generic_code<S: Store + ?Sized>(store: &S) -> usize {
    store.get("").await
}

fn call(store: &Of<&u8>) {
    let _ = store.get(""); //~ ERROR borrowed data escapes outside of function
}

fn call_of_pointer(store: &Arc<Of<&u8>>) {
    let _ = Arc::get(store, ""); //~ ERROR borrowed data escapes outside of function
}

fn call_by_path<'a>(store: &Of<&'a u8>) {
    let _ = <Of<&'a u8> as Store>::get(store, ""); //~ ERROR lifetime may not live long enough
}

fn consume(store: Arc<Of<&u8>>) {
    let _ = store.close(); //~ ERROR borrowed data escapes outside of function
}

fn call_of_extension(store: &Of<&u8>) {
    let _ = store.twice(""); //~ ERROR borrowed data escapes outside of function
}

fn call_in_generic_code(store: &Of<&u8>) {
    let _ = in_generic_code(store); //~ ERROR borrowed data escapes outside of function
}

fn function_of_call(store: &Of<&u8>) {
    let get = Store::get;
    let _ = get(store, ""); //~ ERROR borrowed data escapes outside of function
}

fn within_a_body<'a>(store: Of<&'a u8>) -> impl Future<Output = usize> {
    async move { store.get("").await } //~ ERROR borrowed data escapes outside of function
}

fn what_is_not_sync(store: &Of<Cell<u8>>) {
    let _ = store.get(""); //~ ERROR the method `get` exists for reference
}

fn by_path_of_what_is_not_sync(store: &Of<Cell<u8>>) {
    let _ = Store::get(store, "");
    //~^ ERROR `Cell<u8>` cannot be shared between threads safely
    //~| ERROR `Cell<u8>` cannot be shared between threads safely
}

fn main() {}
