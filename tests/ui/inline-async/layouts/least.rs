//@ run-pass
//@ edition: 2024

// The machine is the least that holds a tag and the largest future: a future's offset is the first
// after the tag that is aligned for it, and the futures overlap.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]
#![allow(dead_code)]

use std::alloc::Layout;
use std::future::inline_async::{InlineCoroutine, layout_for, layout_of_val};
use std::future::{Ready, ready};

trait Work {
    inline async fn byte(&self) -> u8;
    inline async fn words(&self) -> [u64; 5];
    inline async fn wide(&self) -> Wide;
}

#[derive(Clone, Copy)]
#[repr(align(32))]
struct Wide([u8; 32]);

struct Exact;

impl Work for Exact {
    fn byte(&self) -> impl Future<Output = u8> {
        ready(7)
    }
    fn words(&self) -> impl Future<Output = [u64; 5]> {
        ready([7; 5])
    }
    fn wide(&self) -> impl Future<Output = Wide> {
        ready(Wide([7; 32]))
    }
}

const SIZE: usize = size_of::<InlineCoroutine<Exact, dyn Work>>();
const ALIGN: usize = align_of::<InlineCoroutine<Exact, dyn Work>>();
const LAYOUT: Layout = layout_for::<Exact, dyn Work>();

fn end_of<F>() -> usize {
    size_of::<usize>().next_multiple_of(align_of::<F>()) + size_of::<F>()
}

fn main() {
    let ends = [
        end_of::<Ready<u8>>(),
        end_of::<Ready<[u64; 5]>>(),
        end_of::<Ready<Wide>>(),
    ];
    let align = align_of::<Wide>();
    assert_eq!(ALIGN, align);
    assert_eq!(SIZE, ends.into_iter().max().unwrap().next_multiple_of(align));
    assert_eq!((LAYOUT.size(), LAYOUT.align()), (SIZE, ALIGN));
    assert_eq!(layout_of_val(&Exact as &dyn Work), LAYOUT);
}
