//@ run-pass
//@ edition: 2024

// Who called is a word in the call and in the machine, and nothing where the method does not ask.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::layout_for;

trait Tracked {
    #[track_caller]
    inline async fn m(&self, array: [usize; 16]);
}

trait Untracked {
    inline async fn m(&self, array: [usize; 16]);
}

struct It;

impl Tracked for It {
    async fn m(&self, array: [usize; 16]) {
        std::hint::black_box(array);
    }
}

impl Untracked for It {
    async fn m(&self, array: [usize; 16]) {
        std::hint::black_box(array);
    }
}

fn main() {
    let word = size_of::<usize>();
    let (tracked, untracked): (&dyn Tracked, &dyn Untracked) = (&It, &It);
    let array = [0; 16];
    let (tracked, untracked) = (tracked.m(array), untracked.m(array));
    // A call has room for a `u64`, which more than a word may be aligned for.
    let with_word = (size_of_val(&untracked) + word).next_multiple_of(align_of_val(&untracked));
    assert_eq!(size_of_val(&tracked), with_word);
    assert_eq!(
        layout_for::<It, dyn Tracked>().size(),
        layout_for::<It, dyn Untracked>().size() + word
    );
}
