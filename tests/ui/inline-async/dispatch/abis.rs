//@ run-pass
//@ edition: 2024
//@ only-x86_64
//@ ignore-backends: cranelift
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// With each ABI that is accepted in a declaration (`errors/abi.rs` has the others) a call on an object
// reaches the method with its arguments unharmed: more of them than there are registers, large ones
// and such that must be dropped, from an implementation of its own, from a default body, from one
// that is `-> impl Future`, and from one that takes `self`.
// (With Cranelift a free `async extern "efiapi" fn` crashes, too.)

#![feature(inline_async, inline_async_fn, rust_cold_cc, rust_preserve_none_cc)]
#![allow(unsupported_calling_conventions, improper_ctypes_definitions)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!(),
    }
}

macro_rules! test_abi {
    ($abi:literal) => {{
        #[placeable]
        trait Tr {
            inline async extern $abi fn own(
                &mut self,
                a: u8,
                b: [u64; 5],
                c: String,
                d: f64,
                e: (u8, u128),
                f: &str,
                g: Box<u32>,
            ) -> String;
            inline async extern $abi fn default(&self, a: String, b: f32, c: [u8; 20]) -> String {
                format!("default {a} {b} {}", c[19])
            }
            inline async extern $abi fn made(&self, a: String, b: u64) -> [u64; 5];
            inline async extern $abi fn close(self, a: String) -> String;
        }

        struct A(String);

        impl Tr for A {
            async extern $abi fn own(
                &mut self,
                a: u8,
                b: [u64; 5],
                c: String,
                d: f64,
                e: (u8, u128),
                f: &str,
                g: Box<u32>,
            ) -> String {
                self.0.push('+');
                format!("{} {a} {b:?} {c} {d} {e:?} {f} {g}", self.0)
            }
            extern $abi fn made(&self, a: String, b: u64) -> impl Future<Output = [u64; 5]> {
                async move { [a.len() as u64, b, self.0.len() as u64, 4, 5] }
            }
            async extern $abi fn close(self, a: String) -> String {
                self.0 + &a
            }
        }

        fn run(object: &mut dyn Tr) {
            let own = object.own(
                1,
                [2, 3, 4, 5, 6],
                "seven".to_string(),
                8.5,
                (9, 10),
                "eleven",
                Box::new(12),
            );
            assert_eq!(block_on(own), "a+ 1 [2, 3, 4, 5, 6] seven 8.5 (9, 10) eleven 12");
            let default = object.default("x".to_string(), 0.25, [7; 20]);
            assert_eq!(block_on(default), "default x 0.25 7");
            assert_eq!(block_on(object.made("xyz".to_string(), 9)), [3, 9, 2, 4, 5]);
        }

        run(&mut A("a".to_string()));
        let boxed: Box<dyn Tr> = Box::new(A("a".to_string()));
        let mut placed = HeapPlaced::new(boxed);
        run(&mut placed);
        assert_eq!(block_on(placed.close("z".to_string())), "a+z");
    }};
}

fn main() {
    test_abi!("C");
    test_abi!("C-unwind");
    test_abi!("Rust");
    test_abi!("cdecl");
    test_abi!("cdecl-unwind");
    test_abi!("efiapi");
    test_abi!("rust-cold");
    test_abi!("rust-preserve-none");
    test_abi!("system");
    test_abi!("system-unwind");
    test_abi!("sysv64");
    test_abi!("sysv64-unwind");
    test_abi!("win64");
    test_abi!("win64-unwind");
}
