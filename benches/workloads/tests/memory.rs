//! What was promised about sizes.

#![feature(inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, layout_for};

use objects::inline::{self, Call, Eight};
use objects::{Holds, Leaf, Methods, Ready};

const WORD: usize = size_of::<usize>();

/// A machine is a tag of one word and the largest future of its methods, rounded up.
#[test]
fn a_machine_is_its_largest_future_and_a_word() {
    let of = |future: usize| WORD + future.next_multiple_of(WORD);
    let ready = size_of_val(&Call::call(&mut Ready::default(), 1));
    assert_eq!(layout_for::<Ready, dyn Call>().size(), of(ready));
    let holds = size_of_val(&Call::call(&mut Holds::<1024>::default(), 1));
    assert_eq!(layout_for::<Holds<1024>, dyn Call>().size(), of(holds));
    let method = size_of_val(&Eight::m0(&mut Methods::default(), 1));
    assert_eq!(layout_for::<Methods, dyn Eight>().size(), of(method));
}

/// A call of a binding is two words, and one in another place has that place besides, whatever the
/// machine's size.
#[test]
fn a_call_in_a_place_is_few_words() {
    let mut bound = HeapPlaced::new(inline::leaf(Leaf::Holds16384));
    assert_eq!(size_of_val(&bound.call(1)), 2 * WORD);
    let mut object = inline::leaf(Leaf::Holds16384);
    let mut place = HeapPlace::new();
    let call = object.call(1).in_place(&mut place).unwrap();
    assert_eq!(size_of_val(&call), 3 * WORD);
}
