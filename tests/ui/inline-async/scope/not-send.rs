//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// A scope does not make a future `Send`: the error is about what the future holds. An allocator
// that is not `Send` is none for a `HeapArena`, as calls give its memory back on the thread where
// they end.

#![feature(inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::future::inline_async::{HeapArena, within};
use std::future::pending;
use std::ptr::NonNull;
use std::rc::Rc;

#[derive(Clone)]
struct Local(Rc<()>);

unsafe impl Allocator for Local {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        unsafe { Global.deallocate(memory, layout) }
    }
}

struct Server {
    arena: HeapArena<Local>,
    //~^ ERROR `Rc<()>` cannot be sent between threads safely
}

fn is_send<T: Send>(_: T) {}

fn main() {
    is_send(within(HeapArena::new(), async {
        //~^ ERROR future cannot be sent between threads safely
        let held = Rc::new(());
        pending::<()>().await;
        drop(held);
    }));
}
