//@ run-pass
//@ edition: 2024
//@ aux-build: symbol_names.rs

// Attributes that name the symbol of a default body, or say how it is linked, are not those of its
// shims: weak shims of two crates would be taken for one another.

extern crate symbol_names as up;

use up::Tr;

struct Large([u64; 9]);

impl Tr for Large {
    fn size(&self) -> u64 {
        self.0[8]
    }
    async fn exported(&self, a: u64, b: &str) -> u64 {
        self.0[8] + a + b.len() as u64
    }
    async fn own(&self, a: [u64; 3]) -> u64 {
        self.0[8] + a[2]
    }
}

fn main() {
    // The shims of this crate and of the other one, both for objects of both crates.
    let mine: &dyn Tr = &Large([8; 9]);
    let theirs: &dyn Tr = &up::Small;
    for (object, size) in [(mine, 8), (theirs, 1), (up::small(), 1)] {
        assert_eq!(up::poll(object.exported(1, "ab")), size + 3);
        assert_eq!(up::poll(object.own([3; 3])), size + 3);
        assert_eq!(up::all(object), [size + 6, size + 2]);
    }
}
