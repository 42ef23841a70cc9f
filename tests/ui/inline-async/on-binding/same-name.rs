//@ edition: 2024

// Two methods of the same name. A path cannot choose between them on the binding, which implements
// neither trait: what is suggested compiles, and calls the method of the object. `suggested` has it
// all.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::pin::Pin;

mod foreign {
    pub trait One {
        inline async fn shared(&self, n: u8) -> u8;
        inline async fn exclusive(&mut self);
        inline async fn pinned(self: Pin<&mut Self>);
        inline async fn consuming(self);
        fn plain(&self) -> u8;
    }
    use std::pin::Pin;
}

trait Two {
    inline async fn shared(&self, n: u8) -> u8;
    inline async fn exclusive(&mut self);
    inline async fn pinned(self: Pin<&mut Self>);
    inline async fn consuming(self);
    fn plain(&self) -> u8;
}

trait Both: foreign::One + Two {}

trait Of<A> {
    inline async fn of(&self);
    inline async fn give(&self, value: A);
}

trait OfTwo: Of<u8> + Of<u16> {}

async fn binding(mut binding: HeapPlaced<Box<dyn Both>>) {
    binding.shared(1).await; //~ ERROR multiple applicable items in scope
    binding.exclusive().await; //~ ERROR multiple applicable items in scope
    binding.plain(); //~ ERROR multiple applicable items in scope
    binding.consuming().await; //~ ERROR multiple applicable items in scope
}

async fn reference(binding: &mut HeapPlaced<Pin<Box<dyn Both>>>) {
    binding.shared(1).await; //~ ERROR multiple applicable items in scope
    binding.pinned().await; //~ ERROR multiple applicable items in scope
}

async fn shared_object(mut binding: HeapPlaced<&dyn Both>) {
    // What the pointer cannot give is not suggested.
    binding.exclusive().await; //~ ERROR multiple applicable items in scope
}

async fn generic(binding: HeapPlaced<Box<dyn OfTwo>>) {
    binding.of().await; //~ ERROR multiple applicable items in scope
    binding.give(1u8).await; //~ ERROR multiple applicable items in scope
}

async fn suggested(
    mut binding: HeapPlaced<Box<dyn Both>>,
    pinned: &mut HeapPlaced<Pin<Box<dyn Both>>>,
    generic: HeapPlaced<Box<dyn OfTwo>>,
    boxed: Box<dyn Both>,
) {
    crate::foreign::One::shared(&*binding, 1).await;
    Two::shared(&*binding, 1).await;
    crate::foreign::One::exclusive(&mut *binding).await;
    Two::exclusive(&mut *binding).await;
    crate::foreign::One::plain(&*binding);
    Two::plain(&*binding);
    Two::shared(&**pinned, 1).await;
    Two::pinned(std::future::inline_async::Placed::get_pin_mut(&mut *pinned)).await;
    <_ as Of<u8>>::of(&*generic).await;
    <_ as Of<u16>>::give(&*generic, 1).await;
    // A binding that has one of them alone.
    let mut two = HeapPlaced::new(boxed as Box<dyn Two>);
    two.shared(1).await;
    two.exclusive().await;
    two.consuming().await;
}

fn main() {}
