// The lint looks at types and code. It warns where the future fits the call, as that of a reference to a
// binding does, and where code is only ever run in a scope. It does not see a call that is returned or
// stored, nor generic code that is used with an object type.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![deny(implicit_async_allocation)]

use std::future::inline_async::{HeapArena, HeapPlaced, placeable, within};

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

async fn of_binding(reader: Box<dyn Read>) -> u8 {
    let mut binding = HeapPlaced::new(reader);
    let object: &mut dyn Read = &mut binding;
    object.read().await //~ ERROR this call on `&mut dyn Read` may allocate
}

fn in_a_scope(reader: &mut dyn Read) -> impl Future<Output = u8> {
    within(HeapArena::new(), async {
        reader.read().await //~ ERROR this call on `&mut dyn Read` may allocate
    })
}

fn returned(reader: &mut dyn Read) -> impl Future<Output = u8> {
    reader.read()
}

struct Holds<F>(F);

fn stored(reader: &mut dyn Read) -> Holds<impl Future<Output = u8>> {
    Holds(reader.read())
}

async fn generic<R: Read + ?Sized>(reader: &mut R) -> u8 {
    reader.read().await
}

async fn all(mut reader: Box<dyn Read>) {
    returned(&mut *reader).await;
    stored(&mut *reader).0.await;
    generic(&mut *reader).await;
    in_a_scope(&mut *reader).await;
    of_binding(reader).await;
}

fn main() {
    let _ = all;
}
