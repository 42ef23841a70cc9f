//! What the locale says about characters.
//!
//! GNU `wc` asks the C library which characters are printable and which are white space, and the
//! answer depends on `LC_ALL`, `LC_CTYPE` and `LANG`. So it is asked here too.

use std::ffi::{CStr, c_int};
use std::sync::OnceLock;

use clap::ValueEnum;

unsafe extern "C" {
    fn iswprint(character: u32) -> c_int;
    fn iswspace(character: u32) -> c_int;
}

/// What a word is made of: GNU coreutils 9.5 changed its mind.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum WordRule {
    /// Printable characters; what is neither printable nor white space is passed over. As in GNU
    /// coreutils up to 9.4.
    Printable,
    /// Anything but white space. As in GNU coreutils from 9.5 on.
    NonSpace,
}

/// What a character does to words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Class {
    /// It is part of one.
    Word,
    /// It ends one.
    Space,
    /// Nothing.
    Ignored,
}

/// Takes over the locale of the environment.
///
/// # Safety
///
/// No other thread may use the locale meanwhile, which is sure when there is none.
pub unsafe fn follow_environment() {
    // SAFETY: the string ends in a nul; the rest is the caller's promise.
    unsafe { libc::setlocale(libc::LC_CTYPE, c"".as_ptr()) };
}

/// Whether the locale's characters are UTF-8's. In all other locales a character is a byte.
pub fn is_utf8() -> bool {
    static UTF8: OnceLock<bool> = OnceLock::new();
    *UTF8.get_or_init(|| {
        // SAFETY: the locale is not changed any more, so the string, which ends in a nul, stays.
        unsafe { CStr::from_ptr(libc::nl_langinfo(libc::CODESET)) == c"UTF-8" }
    })
}

/// Whether a character can be printed.
pub fn is_printable(character: char) -> bool {
    // SAFETY: every `u32` may be asked for.
    unsafe { iswprint(character.into()) != 0 }
}

/// The class of a character beyond ASCII in a UTF-8 locale.
pub fn class_of_char(character: char, rule: WordRule) -> Class {
    // SAFETY: every `u32` may be asked for.
    let space = unsafe { iswspace(character.into()) != 0 };
    let no_break = matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2060}');
    let printable = is_printable(character);
    // Under the older rule a white space that cannot be printed, U+0085, is passed over.
    let space = (space || no_break) && (printable || rule == WordRule::NonSpace);
    class(printable, space, rule)
}

/// The class of a byte: an ASCII character in a UTF-8 locale, any character in another one.
pub fn class_of_byte(byte: u8, rule: WordRule) -> Class {
    // SAFETY: every value of an `unsigned char` may be asked for.
    let (printable, space) =
        unsafe { (libc::isprint(byte.into()) != 0, libc::isspace(byte.into()) != 0) };
    class(printable, space, rule)
}

/// The class of bytes that are no characters.
pub fn class_of_invalid(rule: WordRule) -> Class {
    class(false, false, rule)
}

fn class(printable: bool, space: bool, rule: WordRule) -> Class {
    if space {
        Class::Space
    } else if printable || rule == WordRule::NonSpace {
        Class::Word
    } else {
        Class::Ignored
    }
}
