//@ revisions: x86_64 i686 arm
//@ compile-flags: -Copt-level=3 -Cno-prepopulate-passes
//@[x86_64] compile-flags: --target x86_64-unknown-linux-gnu
//@[x86_64] needs-llvm-components: x86
//@[i686] compile-flags: --target i686-unknown-linux-gnu
//@[i686] needs-llvm-components: x86
//@[arm] compile-flags: --target armv7-unknown-linux-gnueabihf
//@[arm] needs-llvm-components: arm

// What a binding does where its memory is taken is cold, and its callers save no registers for it,
// where the machine's convention has that. Elsewhere it is a function as others are.

#![crate_type = "lib"]
#![feature(no_core, lang_items, rust_cold_cc)]
#![no_core]

#[lang = "pointee_sized"]
pub trait PointeeSized {}

#[lang = "meta_sized"]
pub trait MetaSized: PointeeSized {}

#[lang = "sized"]
pub trait Sized: MetaSized {}

unsafe extern "C" {
    fn elsewhere();
}

// CHECK-LABEL: @calls
// x86_64: call preserve_mostcc void @cold(
// i686: call void @cold(
// arm: call void @cold(
#[unsafe(no_mangle)]
pub unsafe fn calls() {
    // SAFETY: as the caller promises.
    unsafe { cold() }
}

// x86_64: define preserve_mostcc void @cold(
// i686: define void @cold(
// arm: define void @cold(
#[unsafe(no_mangle)]
#[inline(never)]
pub unsafe extern "rust-cold" fn cold() {
    // SAFETY: as the caller promises.
    unsafe { elsewhere() }
}
