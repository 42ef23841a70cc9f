// The two shims of an inline async method: what the method is on the trait object, and the `run` of its
// table, which builds the implementation's future in the machine and polls it.

//@ edition: 2024
//@ compile-flags: --emit=obj
// skip-filecheck
#![crate_type = "lib"]
#![feature(inline_async_fn)]

// EMIT_MIR shims.Read-read.inline_async_call.AddCallGuards.after.mir
// EMIT_MIR shims.Read-read.inline_async_run.AddCallGuards.after.mir
pub trait Read {
    inline async fn read(&mut self, n: usize, buf: &mut [u8]) -> usize;
}

impl Read for u8 {
    async fn read(&mut self, n: usize, buf: &mut [u8]) -> usize {
        n + buf.len()
    }
}

#[inline(never)]
pub fn object(x: &mut u8) -> &mut dyn Read {
    x
}

pub async fn call(x: &mut dyn Read) -> usize {
    x.read(1, &mut []).await
}
