//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: block-on.rs

// One program in three spellings: the keyword, the attribute on each method, the attribute on the
// trait. Calls, bindings, by-value methods, default bodies, subtraits and layouts are the same.

#![feature(inline_async_fn, inline_async)]

extern crate block_on;

use std::alloc::Layout;

macro_rules! program {
    ($name:ident, ($($of_trait:tt)*), ($($of_method:tt)*)) => {
        mod $name {
            use std::alloc::Layout;
            use std::fmt::Debug;
            use std::future::inline_async::{HeapPlaced, layout_for};
            use std::pin::Pin;
            use std::sync::Arc;

            use block_on::now;

            $($of_trait)*
            pub trait Read {
                type Item: Debug;
                $($of_method)* async fn read(&mut self, n: u32) -> Option<&Self::Item>;
                /// Documented.
                #[must_use]
                $($of_method)* async unsafe fn sum(&self, a: [u32; 16]) -> u32 {
                    a.iter().sum()
                }
                $($of_method)* async fn pinned(self: Pin<&mut Self>) -> u32;
                $($of_method)* async fn shared(self: Arc<Self>) -> usize;
                $($of_method)* async fn close(self) -> u32;
                async fn of_known_type<T>(&self, t: T) -> T
                where
                    Self: Sized,
                {
                    t
                }
                fn plain(&self) -> u32;
            }

            $($of_trait)*
            pub trait Seek: Read {
                $($of_method)* async fn seek(&mut self, to: u32);
            }

            pub struct Numbers(u32);

            impl Read for Numbers {
                type Item = u32;

                async fn read(&mut self, n: u32) -> Option<&u32> {
                    self.0 += n;
                    Some(&self.0)
                }

                async fn pinned(self: Pin<&mut Self>) -> u32 {
                    self.0
                }

                async fn shared(self: Arc<Self>) -> usize {
                    Arc::strong_count(&self)
                }

                async fn close(self) -> u32 {
                    self.0
                }

                fn plain(&self) -> u32 {
                    self.0
                }
            }

            impl Seek for Numbers {
                async fn seek(&mut self, to: u32) {
                    self.0 = to;
                }
            }

            pub fn run() -> (Vec<u32>, Layout, Layout) {
                let mut seen = vec![];
                let mut numbers = Numbers(1);
                let object: &mut dyn Seek<Item = u32> = &mut numbers;
                seen.push(*now(object.read(2)).unwrap());
                now(object.seek(10));
                seen.push(object.plain());
                // SAFETY: it asks for nothing.
                seen.push(now(unsafe { object.sum([1; 16]) }));
                let mut pinned: Pin<Box<dyn Read<Item = u32>>> = Box::pin(Numbers(10));
                seen.push(now(pinned.as_mut().pinned()));
                seen.push(now(numbers.of_known_type(5)));
                let object: Arc<dyn Read<Item = u32>> = Arc::new(Numbers(6));
                seen.push(now(object.shared()) as u32);

                let object: Box<dyn Seek<Item = u32>> = Box::new(Numbers(20));
                let mut binding = HeapPlaced::new(object);
                now(binding.seek(30));
                seen.push(now(binding.read(1)).copied().unwrap());
                seen.push(now(binding.close()));
                (
                    seen,
                    layout_for::<Numbers, dyn Read<Item = u32>>(),
                    layout_for::<Numbers, dyn Seek<Item = u32>>(),
                )
            }
        }
    };
}

program!(keyword, (), (inline));
program!(on_method, (), (#[inline_async]));
program!(on_trait, (#[inline_async]), ());

fn main() {
    let (seen, read, seek): (Vec<u32>, Layout, Layout) = keyword::run();
    assert_eq!(seen, [3, 10, 16, 10, 5, 1, 31, 31]);
    assert_eq!(on_method::run(), (seen.clone(), read, seek));
    assert_eq!(on_trait::run(), (seen, read, seek));
}
