//! A program that does not know the feature, nor `alloc`: it links as it does without the fork.

#![no_std]
#![no_main]

use core::ffi::c_int;
use core::fmt::Write;

mod end;

#[derive(Default)]
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

#[unsafe(no_mangle)]
extern "C" fn main(count: c_int, _arguments: *const *const u8) -> c_int {
    let mut length = Length::default();
    let layout = core::alloc::Layout::new::<u64>();
    let _ = write!(length, "{layout:?} {:.3} {:?}", f64::from(count) / 3.0, "12".parse::<f64>());
    (length.0 < 20).into()
}
