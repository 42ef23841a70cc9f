//@ run-pass
//@ edition: 2024
//@ revisions: debug release
//@[release] compile-flags: -O

// The future of an inline async method stores each argument that lives across an `await` once, as
// an `async move` block stores what it captures, where a free `async fn` stores it twice. So does
// the machine. No future is larger than that of a free `async fn` of the same body.

#![feature(inline_async_fn, inline_async)]
#![allow(unused)]

use std::hint::black_box;
use std::task::Poll;

pub struct Parts {
    text: String,
    numbers: [u64; 8],
}

pub fn parts() -> Parts {
    Parts { text: String::new(), numbers: [0; 8] }
}

#[repr(C, packed)]
pub struct Packed(u8, [u64; 8]);

/// Is pending once.
pub fn suspend() -> impl Future<Output = ()> {
    let mut is_pending = true;
    std::future::poll_fn(move |_| match std::mem::take(&mut is_pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
}

/// Makes of each body a method, a free function, and a function that returns a block, and gives the
/// sizes of the three futures to `$relation`. The receiver lives across an `await` in all of them.
macro_rules! sizes {
    ($module:ident, $relation:expr, {
        $(async fn $name:ident($($pattern:pat => $ty:ty = $value:expr),* $(,)?) $body:block)*
    }) => {
        mod $module {
            use super::*;

            pub struct It(u64);

            pub trait Methods {
                $(inline async fn $name(&mut self, $(_: $ty),*) -> u64;)*
            }

            impl Methods for It {
                $(async fn $name(&mut self, $($pattern: $ty),*) -> u64 {
                    let output: u64 = $body;
                    self.0 + output
                })*
            }

            mod free {
                use super::*;
                $(pub async fn $name(this: &mut It, $($pattern: $ty),*) -> u64 {
                    let output: u64 = $body;
                    this.0 + output
                })*
            }

            mod block {
                use super::*;
                $(pub fn $name(this: &mut It, $($pattern: $ty),*) -> impl Future<Output = u64> {
                    async move {
                        let output: u64 = $body;
                        this.0 + output
                    }
                })*
            }

            pub fn compare() {
                let it = &mut It(1);
                $({
                    let method = size_of_val(&it.$name($($value),*));
                    let free = size_of_val(&free::$name(it, $($value),*));
                    let block = size_of_val(&block::$name(it, $($value),*));
                    let sizes = format!("{}: {method}, {free}, {block}", stringify!($name));
                    assert!($relation(method, free, block), "{sizes}");
                })*
            }
        }
    };
}

sizes!(stored_once, |method, free, block| method == block && method < free, {
    async fn array(a => [u64; 16] = [0; 16]) { suspend().await; a[3] }
    async fn changed(mut a => [u64; 16] = [0; 16]) {
        suspend().await;
        a[3] += 1;
        suspend().await;
        a[3]
    }
    async fn string(a => String = String::new()) { suspend().await; a.len() as u64 }
    async fn reference(a => &str = "") { suspend().await; a.len() as u64 }
    async fn number(mut n => u64 = 3) { while n > 0 { suspend().await; n -= 1; } n }
    async fn tuple((a, b) => (String, [u64; 8]) = (String::new(), [0; 8])) {
        suspend().await;
        a.len() as u64 + b[2]
    }
    async fn fields(Parts { numbers: b, text: a } => Parts = parts()) {
        suspend().await;
        a.len() as u64 + b[2]
    }
    async fn partly_moved(a => (String, String) = (String::new(), String::new())) {
        drop(a.0);
        suspend().await;
        a.1.len() as u64
    }
    async fn partly_moved_later(a => (String, String) = (String::new(), String::new())) {
        suspend().await;
        drop(a.0);
        suspend().await;
        a.1.len() as u64
    }
    async fn moved_later(a => String = String::new()) {
        suspend().await;
        drop(a);
        suspend().await;
        0
    }
    async fn perhaps_moved(a => String = String::new()) {
        suspend().await;
        if black_box(true) { drop(a); }
        suspend().await;
        0
    }
    async fn borrowed(mut a => [u64; 16] = [0; 16]) {
        let first = &mut a[0];
        suspend().await;
        *first += 1;
        suspend().await;
        a[0]
    }
    async fn boxed(a => Box<dyn Fn() -> u64> = Box::new(|| 1)) { suspend().await; a() }
    async fn captured(a => String = String::new()) {
        async { suspend().await; a.len() as u64 }.await
    }
    async fn packed(mut a => Packed = Packed(0, [0; 8])) {
        suspend().await;
        a.1[1] += u64::from(a.0);
        suspend().await;
        a.1[1]
    }
    async fn several(
        a => u64 = 0,
        b => bool = true,
        c => String = String::new(),
        d => &str = "",
        e => [u8; 32] = [0; 32],
    ) {
        suspend().await;
        a + u64::from(b) + c.len() as u64 + d.len() as u64 + u64::from(e[1])
    }
});

// The receiver is stored once in any case.
sizes!(not_larger, |method, free, _| method < free, {
    async fn never_suspended_with(a => [u64; 16] = [0; 16]) { let n = a[3]; suspend().await; n }
    async fn moved_before(a => String = String::new()) { drop(a); suspend().await; 0 }
    async fn unused(_a => String = String::new()) { suspend().await; 0 }
    async fn unused_number(_a => [u64; 16] = [0; 16]) { suspend().await; 0 }
    async fn never_named(_ => String = String::new()) { suspend().await; 0 }
    async fn part_named((a, _) => (String, [u64; 8]) = (String::new(), [0; 8])) {
        suspend().await;
        a.len() as u64
    }
    async fn rest_dropped((n, _) => (u64, String) = (0, String::new())) { suspend().await; n }
    async fn two_names(a @ (n, _) => (u64, [u64; 8]) = (0, [0; 8])) { suspend().await; a.1[1] + n }
    async fn elements([a, b, ..] => [String; 4] = [const { String::new() }; 4]) {
        suspend().await;
        (a.len() + b.len()) as u64
    }
    async fn out_of_a_box(a => Box<String> = Box::default()) {
        suspend().await;
        let text = *a;
        suspend().await;
        text.len() as u64
    }
    async fn moved_and_back(mut a => String = String::new()) {
        drop(a);
        suspend().await;
        a = String::from("a");
        suspend().await;
        a.len() as u64
    }
    async fn shadowed(a => String = String::new()) {
        suspend().await;
        let a = a.len() as u64;
        suspend().await;
        a
    }
    async fn packed_parts(Packed(n, numbers) => Packed = Packed(0, [0; 8])) {
        suspend().await;
        u64::from(n) + numbers[1]
    }
    async fn consumed_by_block(a => String = String::new()) {
        async move { suspend().await; a.len() as u64 }.await
    }
});

fn main() {
    stored_once::compare();
    not_larger::compare();
}
