//! Quotes names in complaints as GNU does: so that a shell takes them back.

use std::borrow::Cow;
use std::fmt::Write;

use crate::characters::{is_printable, is_utf8};

/// Quotes `name` if a shell, or a reader of `wc: NAME: reason`, would misunderstand it.
///
/// Single quotes are put around it, or double ones when it has a single quote and nothing that means
/// something inside double ones. Bytes that cannot be printed are escaped: `$'\n'`, `$'\303'`.
pub fn quote(name: &[u8]) -> Cow<'_, str> {
    let pieces = Pieces::of(name);
    if pieces.plain {
        return String::from_utf8_lossy(name);
    }
    if pieces.has_quote && pieces.fits_double_quotes {
        return format!("\"{}\"", String::from_utf8_lossy(name)).into();
    }
    let mut quoted = String::from("'");
    let mut escaping = false;
    for piece in pieces.list {
        if escaping != matches!(piece, Piece::Escaped(_)) {
            quoted.push_str(if escaping { "''" } else { "'$'" });
            escaping = !escaping;
        }
        match piece {
            Piece::Character('\'') => quoted.push_str(r"'\''"),
            Piece::Character(character) => quoted.push(character),
            Piece::Escaped(byte) => escape(byte, &mut quoted),
        }
    }
    quoted.push('\'');
    quoted.into()
}

enum Piece {
    Character(char),
    Escaped(u8),
}

/// A name, taken apart.
struct Pieces {
    list: Vec<Piece>,
    /// Nothing asks for quotes.
    plain: bool,
    has_quote: bool,
    fits_double_quotes: bool,
}

impl Pieces {
    fn of(name: &[u8]) -> Self {
        let mut pieces =
            Pieces { list: Vec::new(), plain: true, has_quote: false, fits_double_quotes: true };
        let alone = name.len() == 1;
        for chunk in name.utf8_chunks() {
            for character in chunk.valid().chars() {
                pieces.add(character, alone);
            }
            pieces.escape(chunk.invalid());
        }
        pieces.plain &= !name.is_empty();
        pieces
    }

    fn add(&mut self, character: char, alone: bool) {
        let first = self.list.is_empty();
        let printable = if character.is_ascii() {
            !character.is_ascii_control()
        } else {
            is_utf8() && is_printable(character)
        };
        if !printable {
            self.escape(character.encode_utf8(&mut [0; 4]).as_bytes());
            return;
        }
        self.has_quote |= character == '\'';
        self.plain &= !match character {
            '{' | '}' => alone,
            '#' | '~' => first,
            _ => " !\"$&()*;<=>[^`|'\\?:".contains(character),
        };
        self.fits_double_quotes &= match character {
            '#' | '~' => first,
            _ => character.is_ascii_alphanumeric() || "%+,-./:@]_ '".contains(character),
        };
        self.list.push(Piece::Character(character));
    }

    fn escape(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.plain = false;
            self.fits_double_quotes = false;
            self.list.extend(bytes.iter().map(|&byte| Piece::Escaped(byte)));
        }
    }
}

fn escape(byte: u8, quoted: &mut String) {
    match byte {
        0x07 => quoted.push_str(r"\a"),
        0x08 => quoted.push_str(r"\b"),
        b'\t' => quoted.push_str(r"\t"),
        b'\n' => quoted.push_str(r"\n"),
        0x0b => quoted.push_str(r"\v"),
        0x0c => quoted.push_str(r"\f"),
        b'\r' => quoted.push_str(r"\r"),
        // Writing to a string does not fail.
        _ => drop(write!(quoted, r"\{byte:03o}")),
    }
}
