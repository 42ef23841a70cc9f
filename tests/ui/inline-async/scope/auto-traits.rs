//@ check-pass
//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// A future in a scope is `Send` if the future and the arena are, and `Unpin` if the future is;
// arenas are `Send` and `Sync`, as what is in them is the concern of its calls. What a context is
// does not change.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{Arena, HeapArena, Within, within};
use std::future::{Future, Ready, ready};
use std::marker::PhantomPinned;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::pin::{Pin, pin};
use std::task::Context;

trait Work {
    inline async fn work(&self, held: u32);
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn is_static<T: Send + 'static>(_: T) {}

fn is_shared<T: Send + Sync>() {}

fn is_unpin<T: Unpin>() {}

async fn calls(work: &(dyn Work + Sync)) {
    work.work(1).await
}

fn main() {
    is_shared::<Arena<64>>();
    is_shared::<Arena<64, 64>>();
    is_shared::<HeapArena>();
    is_shared::<Pin<&mut Arena<64>>>();
    is_shared::<Within<HeapArena, Ready<u32>>>();

    is_unpin::<Within<HeapArena, Ready<u32>>>();
    is_unpin::<Within<&mut HeapArena, Ready<u32>>>();
    is_unpin::<Within<Pin<&mut Arena<64>>, Ready<u32>>>();
    is_unpin::<HeapArena>();

    struct No;
    impl Work for No {
        async fn work(&self, _held: u32) {}
    }
    let arena = pin!(Arena::<64>::new());
    let _ = is_send(within(arena, calls(&No)));
    let mut heap = HeapArena::new();
    let _ = is_send(within(&mut heap, calls(&No)));
    is_static(within(HeapArena::new(), async { calls(&No).await }));
    let _ = is_send(within(HeapArena::new(), within(HeapArena::new(), ready(PhantomPinned))));

    fn context<'a>() {
        fn is_unwind_safe<T: UnwindSafe + RefUnwindSafe + Unpin>() {}
        is_unwind_safe::<Context<'_>>();
    }
    context();

    fn arena_of_any<F: Future>(future: F) -> Within<HeapArena, F> {
        within(HeapArena::new(), future)
    }
    let _ = arena_of_any(ready(1));
}
