//! What was promised about sizes.

#![feature(inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, layout_for};

use objects::inline::{self, Call, Eight};
use objects::{Holds, Leaf, Methods, Ready, Suspends};

const WORD: usize = size_of::<usize>();

/// A machine is a tag of one word and the larger of what waits in it, here the receiver's address
/// and one argument, and the futures of its methods that suspend.
#[test]
fn a_machine_is_what_waits_or_what_suspends_and_a_word() {
    let of = |body: usize| WORD + body.next_multiple_of(WORD);
    let waits = WORD + size_of::<u64>();
    assert_eq!(layout_for::<Ready, dyn Call>().size(), of(waits));
    assert_eq!(layout_for::<Methods, dyn Eight>().size(), of(waits));
    let suspends = size_of_val(&Call::call(&mut Suspends::new(1), 1));
    assert_eq!(layout_for::<Suspends, dyn Call>().size(), of(suspends.max(waits)));
    let holds = size_of_val(&Call::call(&mut Holds::<1024>::default(), 1));
    assert_eq!(layout_for::<Holds<1024>, dyn Call>().size(), of(holds));
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
