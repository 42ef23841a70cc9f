//@ run-pass
//@ edition: 2024
//@ aux-build: compared.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// In an inline async method each argument is stored once only where nobody could tell: not where
// two names hold copies of the same value, where a value with a destructor had a number copied out
// of it, where a part of a packed struct becomes a variable, where the variable had another value
// before, or where the argument is an index.
// Each body does what a free `async fn` of the same body does.

#![feature(inline_async_fn, inline_async)]
#![allow(unused)]

extern crate compared;

use std::marker::PhantomData;
use std::num::NonZeroU8;
use std::ptr;

use compared::*;

pub struct Guard {
    n: u64,
    value: Value,
}

impl Drop for Guard {
    fn drop(&mut self) {
        note(format!("drop guard of {}", self.n));
    }
}

#[repr(C, packed)]
pub struct Packed {
    first: u8,
    rest: [u64; 3],
}

#[repr(C, packed(2))]
pub struct PackedPair(u8, (u64, u64));

pub union Word {
    number: u64,
    bytes: [u8; 8],
}

#[repr(align(64))]
pub struct Aligned(u64, Value);

compared! {
    // A variable that had another value before.

    async fn assigned_again(a => Value = value("a"), n => u64 = 7) {
        let mut kept = 1;
        let first = kept;
        kept = n;
        suspend().await;
        a.touch();
        point(0);
        suspend().await;
        point(1);
        first * 100 + kept
    }

    async fn assigned_before_it_is_named(n => u64 = 7, m => u64 = 8) {
        let mut kept = m;
        let other = kept;
        kept = n;
        suspend().await;
        point(0);
        other * 100 + kept + m
    }

    // Two names of one value, of which one or both change.

    async fn whole_and_part(a @ (mut n, _) => (u64, u64) = (1, 2)) {
        suspend().await;
        n += 100;
        suspend().await;
        a.0 * 1000 + n
    }

    async fn part_and_changed_whole(mut a @ (n, mut m) => (u64, u64) = (1, 2)) {
        suspend().await;
        a.0 += 10;
        m += 100;
        suspend().await;
        a.0 * 1000 + m + n
    }

    async fn copy_of_what_changes(mut a => (u64, u64) = (1, 2)) {
        let before = a.0;
        a.0 += 10;
        suspend().await;
        before * 1000 + a.0 + a.1
    }

    async fn changing_copy(a => (u64, u64) = (1, 2)) {
        let mut copy = a.0;
        copy += 10;
        suspend().await;
        let again = a.0;
        suspend().await;
        copy * 1000 + again + a.1
    }

    async fn two_copies(a => (u64, u64) = (1, 2)) {
        let mut one = a.0;
        let mut other = a.0;
        one += 10;
        suspend().await;
        other += 200;
        suspend().await;
        one * 1000 + other
    }

    async fn copy_before_whole_changes(mut a => (u64, u64) = (1, 2)) {
        let before = a.1;
        suspend().await;
        a = (3, 4);
        suspend().await;
        before * 1000 + a.0 * 10 + a.1
    }

    async fn copy_of_pointed_at(mut a => (u64, u64) = (1, 2)) {
        let pointer = &raw mut a;
        let before = a.0;
        // SAFETY: `a` lives until the end.
        unsafe { (*pointer).0 = 9 };
        suspend().await;
        // SAFETY: as above.
        before * 1000 + unsafe { (*pointer).0 }
    }

    async fn part_moved_and_refilled(mut a => (Value, Value) = (value("a"), value("b"))) {
        let first = a.0;
        suspend().await;
        a.0 = value("late");
        point(0);
        suspend().await;
        take(first);
        point(1);
        a.0.touch();
        1
    }

    async fn value_before_the_copy(a => (u64, u64) = (1, 2)) {
        let mut n = 5;
        let before = &mut n;
        *before += a.1;
        n = a.0;
        suspend().await;
        n += 1;
        suspend().await;
        n * 10 + a.1
    }

    // Each part under one name, and changed.

    async fn copied_parts(((a, mut b), mut c) => ((u64, u64), u64) = ((1, 2), 3)) {
        suspend().await;
        b += a;
        c += b;
        suspend().await;
        a * 100 + b * 10 + c
    }

    async fn copied_and_borrowed((mut a, ref mut b) => (u64, u64) = (1, 2)) {
        suspend().await;
        *b += a;
        a += 7;
        suspend().await;
        a * 1000 + *b
    }

    async fn copied_elements([mut a, mut rest @ ..] => [u64; 3] = [1, 2, 3]) {
        suspend().await;
        a += 10;
        rest[0] += a;
        suspend().await;
        a * 1000 + rest[0] * 10 + rest[1]
    }

    async fn small_values(
        mut flag => bool = true,
        (mut letter, other) => (char, Option<NonZeroU8>) = ('a', None),
    ) {
        suspend().await;
        flag = !flag;
        letter = 'z';
        suspend().await;
        u64::from(flag) + letter as u64 + other.map_or(1000, |n| n.get().into())
    }

    async fn without_size(
        unit => () = (),
        mark => PhantomData<Value> = PhantomData,
        none => [Value; 0] = [],
    ) {
        suspend().await;
        let _ = (&unit, mark);
        none.len() as u64
    }

    // Dropped as a whole, although a part was copied.

    async fn number_of_a_guard(Guard { mut n, .. } => Guard = Guard { n: 1, value: value("a") }) {
        suspend().await;
        n += 5;
        point(0);
        suspend().await;
        point(1);
        n
    }

    async fn guard_by_reference(
        Guard { ref mut n, value: ref inner } => Guard = Guard { n: 1, value: value("a") },
    ) {
        suspend().await;
        *n += 5;
        inner.touch();
        point(0);
        suspend().await;
        point(1);
        *n
    }

    async fn number_beside_a_value((mut n, _) => (u64, Value) = (1, value("a"))) {
        suspend().await;
        n += 5;
        point(0);
        suspend().await;
        n
    }

    // Variables are aligned, parts of a packed struct are not.

    async fn packed(
        Packed { first, rest: mut others } => Packed = Packed { first: 1, rest: [1, 2, 3] },
    ) {
        suspend().await;
        let borrowed = &mut others;
        assert!(ptr::from_ref(borrowed).is_aligned());
        borrowed[1] += u64::from(first);
        suspend().await;
        borrowed[1] * 10 + borrowed[2]
    }

    async fn in_packed(PackedPair(n, (mut a, b)) => PackedPair = PackedPair(1, (2, 3))) {
        suspend().await;
        let borrowed = &mut a;
        assert!(ptr::from_ref(borrowed).is_aligned() && ptr::from_ref(&b).is_aligned());
        *borrowed += u64::from(n);
        suspend().await;
        *borrowed * 10 + b
    }

    async fn whole_packed(mut packed => Packed = Packed { first: 1, rest: [1, 2, 3] }) {
        suspend().await;
        packed.rest[2] += u64::from(packed.first);
        suspend().await;
        packed.rest[2]
    }

    async fn aligned(Aligned(mut n, a) => Aligned = Aligned(1, value("a")), b => u8 = 1) {
        suspend().await;
        n += u64::from(b);
        point(0);
        suspend().await;
        a.touch();
        n
    }

    async fn union_read_as_two(word => Word = Word { number: 0 }) {
        // SAFETY: each field is valid for all bytes.
        let mut number = unsafe { word.number };
        number += 1;
        suspend().await;
        // SAFETY: as above.
        let bytes = unsafe { word.bytes };
        number + u64::from(bytes[0]) + u64::from(bytes[7])
    }

    // An index.

    async fn index(mut array => [u64; 4] = [1, 2, 3, 4], mut at => usize = 1) {
        suspend().await;
        array[at] += array[at + 1];
        at += 1;
        array[at] = array[at - 1] * 2;
        suspend().await;
        array[at] * 100 + array[1] * 10 + at as u64
    }

    async fn index_of_values(
        mut array => [Value; 3] = ["a", "b", "c"].map(value),
        at => usize = 1,
    ) {
        suspend().await;
        array[at].touch();
        array[at] = value("late");
        point(0);
        suspend().await;
        array[at].touch();
        at as u64
    }

    async fn index_in_a_pair(array => [u64; 4] = [1, 2, 3, 4], at => (usize, u64) = (2, 7)) {
        let element = array[at.0];
        suspend().await;
        element * 10 + array[0] + at.1
    }

    // What stands elsewhere.

    async fn address(a => [Value; 2] = ["a", "b"].map(value), (b, _) => (u64, u64) = (1, 2)) {
        let addresses = [ptr::from_ref(&a).addr(), ptr::from_ref(&b).addr()];
        suspend().await;
        assert_eq!(addresses, [ptr::from_ref(&a).addr(), ptr::from_ref(&b).addr()]);
        suspend().await;
        assert_eq!(addresses, [ptr::from_ref(&a).addr(), ptr::from_ref(&b).addr()]);
        b
    }

    async fn lent(mut text => &str = "abc", rest => &[u64] = &[1, 2]) {
        suspend().await;
        text = &text[1..];
        suspend().await;
        (text.len() + rest.len()) as u64
    }

    async fn added_to(mut text => String = String::from("ab")) {
        suspend().await;
        text.push('c');
        let moved = text;
        suspend().await;
        text = moved + "d";
        suspend().await;
        text.len() as u64
    }

    async fn called(
        once => Box<dyn FnOnce() -> u64> = {
            let a = value("a");
            Box::new(move || {
                a.touch();
                take(a);
                4
            })
        },
        mut often => Box<dyn FnMut() -> u64> = {
            let (b, mut n) = (value("b"), 0);
            Box::new(move || {
                b.touch();
                n += 1;
                n
            })
        },
        pointer => fn(&str) -> usize = str::len,
    ) {
        suspend().await;
        let first = often();
        point(0);
        suspend().await;
        first + once() + { suspend().await; often() } + pointer("abc") as u64
    }
}
