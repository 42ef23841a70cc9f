//! What the files take from `crate::cell`.

use loom::cell::UnsafeCell;

use crate::memory;

/// A cell whose accesses by different threads must be ordered.
#[derive(Debug)]
#[repr(align(64))]
pub struct Cell<T>(UnsafeCell<T>);

impl<T: Copy> Cell<T> {
    pub fn new(value: T) -> Self {
        Cell(UnsafeCell::new(value))
    }

    pub fn get(&self) -> T {
        memory::access((&raw const *self).addr());
        // SAFETY: the model checks that nobody writes.
        self.0.with(|value| unsafe { *value })
    }

    pub fn set(&self, new: T) {
        memory::access((&raw const *self).addr());
        // SAFETY: the model checks that nobody reads or writes.
        self.0.with_mut(|value| unsafe { *value = new })
    }
}
