//@ edition: 2024

// Errors of borrow checking, of arguments and of lints name the method that is called on a binding,
// and never the function of the library that makes the call.

#![feature(inline_async_fn, inline_async)]
#![deny(deprecated)]

use std::future::inline_async::HeapPlaced;

trait Tr {
    inline async fn shared(&self, text: &str) -> u8;
    inline async fn exclusive(&mut self, text: String) -> u8;
    inline async fn consuming(self) -> u8;
    inline async fn early<'a, 'b: 'a>(&'a self, text: &'b str) -> &'a str;
    #[deprecated = "it is old"]
    inline async fn deprecated(&self);
    inline async unsafe fn unsound(&self);
}

type Binding = HeapPlaced<Box<dyn Tr>>;

async fn moved(binding: Binding) {
    binding.consuming().await;
    binding.shared("").await; //~ ERROR borrow of moved value: `binding`
}

async fn moved_in_loop(binding: Binding) {
    loop {
        binding.consuming().await; //~ ERROR use of moved value: `binding`
    }
}

async fn moved_out_of_reference(binding: &mut Binding) {
    binding.consuming().await; //~ ERROR cannot move out of `*binding`
}

fn moved_out_of_closure(binding: Binding) -> impl Fn() {
    move || drop(binding.consuming()) //~ ERROR cannot move out of `binding`
}

async fn moved_argument(mut binding: Binding, text: String) {
    binding.exclusive(text).await;
    binding.exclusive(text).await; //~ ERROR use of moved value: `text`
}

async fn not_mutable(binding: Binding, text: String) {
    binding.exclusive(text).await; //~ ERROR cannot borrow `binding` as mutable
}

fn dropped_while_borrowed(binding: Binding) -> impl Future {
    binding.shared("") //~ ERROR `binding` does not live long enough
}

async fn lifetimes<'s>(binding: &Binding, text: &'s str) {
    drop(binding.early::<'static, 'static>(text));
    //~^ ERROR borrowed data escapes outside of function
    //~| ERROR borrowed data escapes outside of function
}

async fn arguments(mut binding: Binding) {
    binding.exclusive(1).await; //~ ERROR mismatched types
    binding.exclusive().await; //~ ERROR this method takes 1 argument but 0 arguments were supplied
    binding.consuming(1).await; //~ ERROR this method takes 0 arguments but 1 argument was supplied
}

async fn lints(binding: Binding) {
    binding.deprecated().await; //~ ERROR use of deprecated method `Tr::deprecated`: it is old
    binding.unsound().await; //~ ERROR call to unsafe function `Tr::unsound` is unsafe
}

fn main() {}
