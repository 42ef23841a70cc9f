//@ edition: 2024

#![feature(inline_async_fn)]

trait Describe {
    inline async fn describe(&self) -> String;
}

impl<T: ?Sized> Describe for T {
    //~^ ERROR E0808
    async fn describe(&self) -> String {
        std::any::type_name::<T>().to_owned()
    }
}

fn main() {}
