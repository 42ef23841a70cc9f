//@ run-pass
//@ edition: 2024
//@ aux-build: compared.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// In an inline async method each argument is stored once, and is dropped when and where a free
// `async fn` of the same body drops it: whether it is unused, moved away, perhaps moved away, given
// another value, borrowed or captured, in a call that finishes, is cancelled at any point or
// panics at any point, where the drop of an argument panics too.

#![feature(inline_async_fn, inline_async)]
#![allow(unused)]

extern crate compared;

use std::hint::black_box;
use std::pin::pin;
use std::task::Poll;

use compared::*;

pub enum Either {
    One(Value),
    Both(Value, Value),
}

compared! {
    async fn two(a => Value = value("a"), b => Value = value("b")) {
        point(0);
        suspend().await;
        point(1);
        b.touch();
        suspend().await;
        point(2);
        a.touch();
        1
    }

    async fn unused(_a => Value = value("a"), b => Value = value("b"), _c => Value = value("c")) {
        suspend().await;
        point(0);
        b.touch();
        suspend().await;
        point(1);
        1
    }

    async fn never_named(
        _ => Value = value("a"),
        b => Value = value("b"),
        _ => Value = value("c"),
    ) {
        point(0);
        suspend().await;
        b.touch();
        point(1);
        1
    }

    async fn never_suspended(a => Value = value("a"), b => Value = value("b")) {
        point(0);
        take(b);
        point(1);
        a.touch();
        1
    }

    async fn given_another_value(mut a => Value = value("a"), mut b => Value = value("b")) {
        suspend().await;
        a = value("late");
        point(0);
        suspend().await;
        std::mem::swap(&mut a, &mut b);
        point(1);
        a.touch();
        b = value("c");
        point(2);
        b.touch();
        1
    }

    async fn moved_before(a => Value = value("a"), b => Value = value("b")) {
        take(a);
        point(0);
        suspend().await;
        point(1);
        b.touch();
        1
    }

    async fn moved_after(a => Value = value("a"), b => Value = value("b")) {
        suspend().await;
        take(b);
        point(0);
        suspend().await;
        take(a);
        point(1);
        suspend().await;
        point(2);
        1
    }

    async fn perhaps_moved(n => u64 = 1, a => Value = value("a"), b => Value = value("b")) {
        suspend().await;
        if black_box(n) == 1 {
            take(a);
            point(0);
        }
        suspend().await;
        if black_box(n) == 2 {
            take(b);
        }
        point(1);
        n
    }

    async fn moved_by_one_branch(mut a => Value = value("a"), n => u64 = 2) {
        suspend().await;
        if black_box(n) == 2 {
            take(a);
            point(0);
            suspend().await;
        } else {
            suspend().await;
            take(a);
        }
        a = value("c");
        point(1);
        suspend().await;
        a.touch();
        n
    }

    async fn refused(a => Value = value("a"), b => Value = value("b")) {
        suspend().await;
        refuse(a);
        point(0);
        suspend().await;
        b.touch();
        1
    }

    async fn moved_and_back(mut a => Value = value("a"), b => Value = value("b")) {
        take(a);
        point(0);
        suspend().await;
        a = value("late");
        point(1);
        suspend().await;
        a.touch();
        b.touch();
        1
    }

    async fn in_a_loop(mut a => Value = value("a"), mut n => u32 = 3) {
        while n > 0 {
            suspend().await;
            point(n);
            a = value("late");
            n -= 1;
        }
        a.touch();
        1
    }

    async fn moved_in_a_loop(a => Value = value("a"), b => Value = value("b")) {
        let (mut a, mut b) = (Some(a), Some(b));
        for n in 0..2 {
            suspend().await;
            take(if n == 0 { b.take() } else { a.take() });
            point(n);
        }
        1
    }

    async fn returned_early(a => Value = value("a"), b => Value = value("b")) {
        if black_box(true) {
            suspend().await;
            point(0);
            if black_box(a.name) == "a" {
                take(b);
                point(1);
                return 5;
            }
        }
        suspend().await;
        b.touch();
        1
    }

    async fn left_a_block(a => Value = value("a"), b => Value = value("b")) {
        let output = 'block: {
            suspend().await;
            if black_box(true) {
                break 'block 3;
            }
            take(a);
            4
        };
        point(0);
        suspend().await;
        b.touch();
        output
    }

    async fn shadowed(a => Value = value("a"), b => Value = value("b")) {
        let a = (b, a);
        point(0);
        suspend().await;
        a.1.touch();
        let a = a.0;
        suspend().await;
        point(1);
        a.touch();
        1
    }

    async fn borrowed(mut a => Value = value("a"), b => [Value; 2] = [value("b"), value("c")]) {
        let (first, second) = (&mut a, &b[1]);
        suspend().await;
        point(0);
        *first = value("late");
        suspend().await;
        point(1);
        second.touch();
        first.touch();
        1
    }

    async fn swapped_through_borrows(mut a => Value = value("a"), mut b => Value = value("b")) {
        let first = &mut a;
        suspend().await;
        point(0);
        let second = &mut b;
        suspend().await;
        std::mem::swap(first, second);
        point(1);
        suspend().await;
        a.touch();
        1
    }

    async fn captured(a => Value = value("a"), b => Value = value("b")) {
        async {
            suspend().await;
            point(0);
            a.touch();
        }
        .await;
        let moved = async move {
            point(1);
            suspend().await;
            b.touch();
        };
        moved.await;
        point(2);
        suspend().await;
        1
    }

    async fn captured_by_closure(a => Value = value("a"), b => Value = value("b")) {
        let read = async || {
            suspend().await;
            a.touch();
        };
        let consume = async move || {
            suspend().await;
            point(0);
            take(b);
        };
        read().await;
        point(1);
        consume().await;
        1
    }

    async fn two_at_once(a => Value = value("a"), b => Value = value("b")) {
        {
            let mut one = pin!(async {
                suspend().await;
                a.touch();
                suspend().await;
            });
            let mut other = pin!(async {
                suspend().await;
                point(0);
                b.touch();
            });
            std::future::poll_fn(|cx| {
                let _: Poll<()> = one.as_mut().poll(cx);
                other.as_mut().poll(cx)
            })
            .await;
        }
        point(1);
        suspend().await;
        take(b);
        1
    }

    async fn in_a_box(a => Box<Value> = Box::new(value("a")), b => Value = value("b")) {
        suspend().await;
        let out = *a;
        point(0);
        suspend().await;
        out.touch();
        point(1);
        b.touch();
        1
    }

    async fn optional(a => Option<Value> = Some(value("a")), b => Value = value("b")) {
        suspend().await;
        if let Some(inner) = a {
            point(0);
            suspend().await;
            inner.touch();
        }
        point(1);
        b.touch();
        1
    }

    async fn variants(
        a => Either = Either::Both(value("a"), value("c")),
        b => Either = Either::One(value("b")),
    ) {
        suspend().await;
        match a {
            Either::One(only) => only.touch(),
            Either::Both(first, _) => {
                point(0);
                suspend().await;
                take(first);
            }
        }
        point(1);
        suspend().await;
        match b {
            Either::One(only) => only.touch(),
            Either::Both(..) => unreachable!(),
        }
        1
    }
}
