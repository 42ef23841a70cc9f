//! Counts lines, words and bytes.

use std::array;
use std::ops::AddAssign;

use crate::characters::{Class, WordRule, class_of_byte, class_of_char, class_of_invalid, is_utf8};

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub lines: u64,
    pub words: u64,
    pub bytes: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.words += other.words;
        self.bytes += other.bytes;
    }
}

/// Counts an input that comes piece by piece.
pub struct Counter {
    counts: Counts,
    in_word: bool,
    rule: WordRule,
    utf8: bool,
    classes: [Class; 256],
}

impl Counter {
    /// Nothing is counted yet.
    pub fn new(rule: WordRule) -> Self {
        Counter {
            counts: Counts::default(),
            in_word: false,
            rule,
            utf8: is_utf8(),
            classes: array::from_fn(|byte| class_of_byte(byte as u8, rule)),
        }
    }

    /// Counts a piece, and says how many bytes of it are counted.
    ///
    /// The others, at most three, are the beginning of a character and must stand in front of the
    /// next piece.
    pub fn feed(&mut self, bytes: &[u8]) -> usize {
        let used = if self.utf8 { self.feed_utf8(bytes) } else { self.feed_bytes(bytes) };
        self.counts.bytes += used as u64;
        used
    }

    /// Ends the input, of which `rest` was not counted.
    pub fn finish(mut self, rest: &[u8]) -> Counts {
        if !rest.is_empty() {
            self.add(class_of_invalid(self.rule));
            self.counts.bytes += rest.len() as u64;
        }
        self.counts
    }

    fn feed_bytes(&mut self, bytes: &[u8]) -> usize {
        for &byte in bytes {
            self.add_byte(byte);
        }
        bytes.len()
    }

    fn feed_utf8(&mut self, bytes: &[u8]) -> usize {
        let mut used = 0;
        for chunk in bytes.utf8_chunks() {
            for character in chunk.valid().chars() {
                if character.is_ascii() {
                    self.add_byte(character as u8);
                } else {
                    self.add(class_of_char(character, self.rule));
                }
            }
            used += chunk.valid().len();
            let invalid = chunk.invalid();
            if used + invalid.len() == bytes.len() && is_beginning(invalid) {
                break;
            }
            if !invalid.is_empty() {
                self.add(class_of_invalid(self.rule));
            }
            used += invalid.len();
        }
        used
    }

    fn add_byte(&mut self, byte: u8) {
        self.counts.lines += u64::from(byte == b'\n');
        self.add(self.classes[usize::from(byte)]);
    }

    fn add(&mut self, class: Class) {
        match class {
            Class::Word => {
                self.counts.words += u64::from(!self.in_word);
                self.in_word = true;
            }
            Class::Space => self.in_word = false,
            Class::Ignored => {}
        }
    }
}

/// Whether more bytes may make a character of these.
fn is_beginning(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}
