//! What the files take from `crate::sync`.

pub mod atomic {
    use std::cell::UnsafeCell;
    use std::panic::Location;
    pub use std::sync::atomic::Ordering;

    use crate::memory;
    use crate::mutant::{self, Access, Operation};

    macro_rules! atomic {
        ($name:ident $int:ident) => {
            /// An atomic of the model, whose accesses may be those of a mutant.
            #[derive(Debug)]
            #[repr(align(64))]
            pub struct $name(UnsafeCell<loom::sync::atomic::$name>);

            impl $name {
                pub fn new(value: $int) -> Self {
                    $name(UnsafeCell::new(loom::sync::atomic::$name::new(value)))
                }

                fn get(&self) -> &loom::sync::atomic::$name {
                    // SAFETY: the model's threads take turns, and do not do so where there is a
                    // mutable reference.
                    unsafe { &*self.0.get() }
                }

                fn plain_load(&self) -> $int {
                    // SAFETY: the model checks that nobody else writes.
                    unsafe { self.get().unsync_load() }
                }

                fn plain_store(&self, new: $int) {
                    // SAFETY: as for `get`. The model checks that nobody else is there.
                    unsafe { (*self.0.get()).with_mut(|value| *value = new) }
                }

                #[track_caller]
                fn how(&self, operation: Operation, ordering: Ordering) -> Access {
                    memory::access((&raw const *self).addr());
                    mutant::access(Location::caller(), operation, ordering)
                }

                #[track_caller]
                pub fn load(&self, ordering: Ordering) -> $int {
                    match self.how(Operation::Load, ordering) {
                        Access::Atomic(ordering) => self.get().load(ordering),
                        Access::Plain => self.plain_load(),
                    }
                }

                #[track_caller]
                pub fn store(&self, new: $int, ordering: Ordering) {
                    match self.how(Operation::Store, ordering) {
                        Access::Atomic(ordering) => self.get().store(new, ordering),
                        Access::Plain => self.plain_store(new),
                    }
                }
            }
        };
    }

    atomic!(AtomicU32 u32);
    atomic!(AtomicUsize usize);

    impl AtomicU32 {
        #[track_caller]
        pub fn swap(&self, new: u32, ordering: Ordering) -> u32 {
            match self.how(Operation::Change("swap"), ordering) {
                Access::Atomic(ordering) => self.get().swap(new, ordering),
                Access::Plain => self.plain_change(|_| new),
            }
        }

        #[track_caller]
        pub fn fetch_sub(&self, by: u32, ordering: Ordering) -> u32 {
            match self.how(Operation::Change("fetch_sub"), ordering) {
                Access::Atomic(ordering) => self.get().fetch_sub(by, ordering),
                Access::Plain => self.plain_change(|old| old.wrapping_sub(by)),
            }
        }

        fn plain_change(&self, change: impl FnOnce(u32) -> u32) -> u32 {
            let old = self.plain_load();
            self.plain_store(change(old));
            old
        }
    }

    impl AtomicUsize {
        #[track_caller]
        pub fn compare_exchange(
            &self,
            current: usize,
            new: usize,
            success: Ordering,
            failure: Ordering,
        ) -> Result<usize, usize> {
            // What it acquires where it fails is not used by anyone.
            assert_eq!(failure, Ordering::Relaxed);
            match self.how(Operation::Change("compare_exchange"), success) {
                Access::Atomic(success) => {
                    self.get().compare_exchange(current, new, success, failure)
                }
                Access::Plain => match self.plain_load() {
                    old if old == current => {
                        self.plain_store(new);
                        Ok(old)
                    }
                    old => Err(old),
                },
            }
        }
    }
}
