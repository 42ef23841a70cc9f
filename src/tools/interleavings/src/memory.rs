//! Memory that is kept watch over.
//!
//! For each stretch of [`GRANULE`] bytes there is a cell of the model. Whoever writes the memory as
//! a whole, its user or the maker of a header, writes the cell; whoever accesses an atomic in it
//! reads the cell. So the model finds writes that are not ordered with accesses of other threads.

use std::alloc::{Layout, alloc, dealloc};
use std::cell::RefCell;
use std::ptr::NonNull;
use std::rc::Rc;

use loom::cell::UnsafeCell;

/// The alignment, and a divisor of the size, of what the model puts into memory.
pub const GRANULE: usize = 64;

struct Region {
    memory: NonNull<u8>,
    layout: Layout,
    cells: Vec<UnsafeCell<()>>,
    /// Read by every access, written when the memory goes.
    gone: UnsafeCell<bool>,
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: it was allocated with this layout.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) }
    }
}

thread_local! {
    /// Of this execution; the model's threads are all on one thread.
    static REGIONS: RefCell<Vec<Rc<Region>>> = const { RefCell::new(Vec::new()) };
}

/// Memory of this many bytes. It stays until [`begin`], even if it is said to be gone.
pub fn allocate(size: usize) -> NonNull<u8> {
    let layout = Layout::from_size_align(size, 1024).unwrap();
    // SAFETY: the size is not zero.
    let memory = NonNull::new(unsafe { alloc(layout) }).unwrap();
    let cells = (0..size.div_ceil(GRANULE)).map(|_| UnsafeCell::new(())).collect();
    let region = Region { memory, layout, cells, gone: UnsafeCell::new(false) };
    REGIONS.with_borrow_mut(|regions| regions.push(Rc::new(region)));
    memory
}

/// Forgets the memory of the execution before.
pub fn begin() {
    REGIONS.with_borrow_mut(Vec::clear);
}

/// The region of an address, if it is one of the model's: values are made outside.
fn region(address: usize) -> Option<(Rc<Region>, usize)> {
    REGIONS.with_borrow(|regions| {
        regions.iter().find_map(|region| {
            let offset = address.checked_sub(region.memory.addr().get())?;
            (offset < region.layout.size()).then(|| (region.clone(), offset))
        })
    })
}

/// Writes memory that must not be accessed by anyone else at the same time.
pub fn write(address: usize, size: usize) {
    let Some((region, offset)) = region(address) else { return };
    region.assert_there();
    assert!(offset + size <= region.layout.size(), "a write beyond the memory's end");
    for cell in &region.cells[offset / GRANULE..(offset + size).div_ceil(GRANULE)] {
        // SAFETY: nothing is accessed through the pointer.
        cell.with_mut(|_| ());
    }
}

/// Accesses an atomic or a cell, which must not be written as a whole at the same time.
pub fn access(address: usize) {
    let Some((region, offset)) = region(address) else { return };
    region.assert_there();
    region.cells[offset / GRANULE].with(|_| ());
}

/// The memory at this address goes.
pub fn free(address: usize) {
    let (region, offset) = region(address).expect("what is freed was allocated");
    assert_eq!(offset, 0, "what is freed was allocated");
    write(address, region.layout.size());
    // SAFETY: the model checks that nobody else is there.
    region.gone.with_mut(|gone| unsafe { *gone = true });
}

/// Whether the memory at this address has gone, which the caller comes after.
pub fn is_gone(address: usize) -> bool {
    region(address).unwrap().0.is_gone()
}

impl Region {
    fn is_gone(&self) -> bool {
        // SAFETY: the model checks that nobody writes.
        self.gone.with(|gone| unsafe { *gone })
    }

    fn assert_there(&self) {
        assert!(!self.is_gone(), "an access to memory that has gone");
    }
}
