//@ run-pass
//@ edition: 2024
//@ aux-build: compared.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// In an inline async method each argument is stored once, its parts too, where a pattern takes it
// apart or the body moves one of its fields away. Each part is dropped when and where a free
// `async fn` of the same body drops it.

#![feature(inline_async_fn, inline_async)]
#![allow(unused)]

extern crate compared;

use compared::*;

pub struct Pair {
    left: Value,
    right: Value,
}

fn pair(left: &'static str, right: &'static str) -> Pair {
    Pair { left: value(left), right: value(right) }
}

pub struct Wrapper(Pair, u64);

pub enum OneVariant {
    Only(Value, Value),
}

compared! {
    async fn tuple((a, b) => (Value, Value) = (value("a"), value("b")), c => Value = value("c")) {
        point(0);
        suspend().await;
        a.touch();
        take(b);
        point(1);
        suspend().await;
        point(2);
        c.touch();
        1
    }

    async fn tuple_in_part(
        (a, _) => (Value, Value) = (value("a"), value("b")),
        (_, d) => (Value, Value) = (value("c"), value("d")),
    ) {
        point(0);
        suspend().await;
        a.touch();
        point(1);
        suspend().await;
        take(d);
        point(2);
        1
    }

    async fn tuple_not_at_all(
        (_, _) => (Value, Value) = (value("a"), value("b")),
        (..) => (Value, Value) = (value("c"), value("d")),
    ) {
        suspend().await;
        point(0);
        1
    }

    async fn tuple_changed(
        (mut a, mut n) => (Value, u64) = (value("a"), 7),
        mut c => Value = value("c"),
    ) {
        suspend().await;
        n += 1;
        a = value("late");
        point(0);
        suspend().await;
        c = a;
        point(1);
        c.touch();
        n
    }

    async fn in_another_order(
        Pair { right, left } => Pair = pair("a", "b"),
        c => Value = value("c"),
    ) {
        suspend().await;
        left.touch();
        point(0);
        suspend().await;
        take(right);
        point(1);
        c.touch();
        1
    }

    async fn nested(
        ((a, mut b), Pair { left, .. }) => ((Value, Value), Pair)
            = ((value("a"), value("b")), pair("c", "d")),
    ) {
        suspend().await;
        a.touch();
        take(left);
        point(0);
        suspend().await;
        b = value("late");
        point(1);
        b.touch();
        1
    }

    async fn deeper(
        Wrapper(Pair { left: a, right: _ }, mut n) => Wrapper = Wrapper(pair("a", "b"), 3),
    ) {
        suspend().await;
        n *= 2;
        point(0);
        suspend().await;
        a.touch();
        n
    }

    async fn by_reference(
        (ref a, ref mut b) => (Value, Value) = (value("a"), value("b")),
        ref c => Value = value("c"),
    ) {
        suspend().await;
        *b = value("late");
        point(0);
        suspend().await;
        point(1);
        a.touch();
        b.touch();
        c.touch();
        1
    }

    async fn some_by_reference(
        (a, Pair { ref left, right }) => (Value, Pair) = (value("a"), pair("b", "c")),
    ) {
        suspend().await;
        left.touch();
        point(0);
        suspend().await;
        take(right);
        point(1);
        left.touch();
        take(a);
        1
    }

    async fn of_a_reference(
        &(m, ref text) => &(u64, String) = const { &(4, String::new()) },
        a => Value = value("a"),
    ) {
        suspend().await;
        a.touch();
        m + text.len() as u64
    }

    async fn named_as_a_whole(a @ Pair { .. } => Pair = pair("a", "b")) {
        suspend().await;
        a.left.touch();
        point(0);
        suspend().await;
        take(a.right);
        point(1);
        1
    }

    async fn array([a, b, ..] => [Value; 4] = ["a", "b", "c", "d"].map(value)) {
        suspend().await;
        a.touch();
        point(0);
        suspend().await;
        take(b);
        point(1);
        1
    }

    async fn rest_of_array([a, mut rest @ ..] => [Value; 3] = ["a", "b", "c"].map(value)) {
        suspend().await;
        rest[1] = value("late");
        point(0);
        suspend().await;
        take(a);
        point(1);
        rest[0].touch();
        1
    }

    async fn one_variant(
        OneVariant::Only(a, mut b) => OneVariant = OneVariant::Only(value("a"), value("b")),
    ) {
        suspend().await;
        b = value("late");
        point(0);
        suspend().await;
        take(a);
        point(1);
        b.touch();
        1
    }

    async fn partly_moved(a => Pair = pair("a", "b"), c => Value = value("c")) {
        take(a.left);
        point(0);
        suspend().await;
        a.right.touch();
        point(1);
        suspend().await;
        c.touch();
        1
    }

    async fn partly_moved_later(a => Pair = pair("a", "b"), c => Value = value("c")) {
        suspend().await;
        take(a.left);
        point(0);
        suspend().await;
        point(1);
        take(c);
        1
    }

    async fn partly_moved_and_back(mut a => (Value, Value) = (value("a"), value("b"))) {
        suspend().await;
        take(a.0);
        point(0);
        suspend().await;
        a.0 = value("late");
        point(1);
        suspend().await;
        take(a);
        point(2);
        1
    }

    async fn parts_named_by_the_body(a => (Value, Pair) = (value("a"), pair("b", "c"))) {
        let first = a.0;
        let second = a.1.right;
        suspend().await;
        first.touch();
        point(0);
        suspend().await;
        take(second);
        point(1);
        a.1.left.touch();
        1
    }

    async fn part_of_a_box(a => (Box<(Value, Value)>, Value)
            = (Box::new((value("a"), value("b"))), value("c"))) {
        suspend().await;
        take(a.0.0);
        point(0);
        suspend().await;
        a.1.touch();
        point(1);
        1
    }

    async fn box_in_a_pattern(
        (outer, Pair { ref left, right }) => (Box<(u64, Value)>, Pair)
            = (Box::new((3, value("a"))), pair("b", "c")),
    ) {
        suspend().await;
        left.touch();
        let (n, inner) = *outer;
        point(0);
        suspend().await;
        inner.touch();
        take(right);
        point(1);
        n
    }
}
