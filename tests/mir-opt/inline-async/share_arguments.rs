// Each argument of an inline async method that lives across an `await` becomes another name of the
// field that it was captured in, and so does each part that a pattern names. What has two names
// (`whole` and `part`) keeps its locals, and so does what lives in registers (`early`).

//@ edition: 2024
//@ compile-flags: -C panic=abort --emit=obj
// skip-filecheck
#![crate_type = "lib"]
#![feature(inline_async_fn)]

pub struct Pair {
    left: String,
    right: u64,
}

pub trait Sum {
    inline async fn sum(&mut self, _: Pair, text: String, both: (u64, u64), early: u64) -> u64;
}

// EMIT_MIR share_arguments.{impl#0}-sum-{closure#0}.share_arguments.diff
impl Sum for u64 {
    async fn sum(
        &mut self,
        Pair { left, mut right }: Pair,
        text: String,
        whole @ (mut part, _): (u64, u64),
        early: u64,
    ) -> u64 {
        right += early;
        part += 1;
        std::future::ready(()).await;
        drop(text);
        *self + right + part + whole.0 + left.len() as u64
    }
}
