//! Words and numbers for whoever debugs, and the end of the program.
//!
//! Nothing here formats with `core::fmt`, which would be a large part of so small a program.

use core::panic::PanicInfo;

use cortex_m_semihosting::debug::{self, EXIT_FAILURE, EXIT_SUCCESS};
use cortex_m_semihosting::syscall1;

/// Something that can be printed.
pub trait Print {
    fn print(&self, line: &mut Line);
}

/// A line, which is printed when it ends.
pub struct Line {
    // A zero ends it.
    text: [u8; LONGEST + 1],
    length: usize,
}

/// What does not fit is left out.
const LONGEST: usize = 95;

impl Line {
    pub fn new() -> Self {
        Line { text: [0; LONGEST + 1], length: 0 }
    }

    pub fn put(&mut self, what: impl Print) -> &mut Self {
        what.print(self);
        self
    }

    /// Fills up with blanks to this column, for tables.
    pub fn column(&mut self, column: usize) -> &mut Self {
        while self.length < column {
            self.byte(b' ');
        }
        self
    }

    pub fn end(&mut self) {
        self.text[self.length] = b'\n';
        // SAFETY: the text ends with a zero, as the last byte is never written.
        unsafe { syscall1!(WRITE0, self.text.as_ptr()) };
        *self = Line::new();
    }

    fn byte(&mut self, byte: u8) {
        if self.length < LONGEST - 1 {
            self.text[self.length] = byte;
            self.length += 1;
        }
    }
}

impl Default for Line {
    fn default() -> Self {
        Self::new()
    }
}

impl Print for &str {
    fn print(&self, line: &mut Line) {
        self.bytes().for_each(|byte| line.byte(byte));
    }
}

impl Print for u32 {
    fn print(&self, line: &mut Line) {
        let mut digits = [0; 10];
        let (mut rest, mut count) = (*self, 0);
        loop {
            digits[count] = b'0' + (rest % 10) as u8;
            rest /= 10;
            count += 1;
            if rest == 0 {
                break;
            }
        }
        digits[..count].iter().rev().for_each(|&digit| line.byte(digit));
    }
}

impl Print for i32 {
    fn print(&self, line: &mut Line) {
        if *self < 0 {
            line.byte(b'-');
        }
        self.unsigned_abs().print(line);
    }
}

/// A number of thousandths.
pub struct Thousandths(pub i32);

impl Print for Thousandths {
    fn print(&self, line: &mut Line) {
        let Thousandths(number) = *self;
        if number < 0 {
            line.byte(b'-');
        }
        let (whole, rest) = (number.unsigned_abs() / 1000, number.unsigned_abs() % 1000);
        whole.print(line);
        line.byte(b'.');
        for place in [100, 10, 1] {
            line.byte(b'0' + (rest / place % 10) as u8);
        }
    }
}

/// Ends the program, and tells the debugger that all went well.
pub fn stop() -> ! {
    debug::exit(EXIT_SUCCESS);
    wait_for_ever()
}

fn wait_for_ever() -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}

#[panic_handler]
fn panic(panic: &PanicInfo<'_>) -> ! {
    let mut line = Line::new();
    line.put("panic");
    if let Some(message) = panic.message().as_str() {
        line.put(": ").put(message);
    }
    line.end();
    debug::exit(EXIT_FAILURE);
    wait_for_ever()
}
