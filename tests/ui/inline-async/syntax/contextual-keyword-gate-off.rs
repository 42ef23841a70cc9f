// Without the feature `inline` is a name like any other.

//@ check-pass
//@ edition: 2024

#![allow(non_upper_case_globals)]
#![allow(dead_code, unused_must_use)]

mod inline {
    pub async fn f() {}
}

macro_rules! inline {
    () => {
        fn from_macro() {}
    };
    ($name:ident async) => {
        0
    };
}

inline!();

struct S {
    inline: u32,
}

impl S {
    #[inline]
    fn inline(&self) -> u32 {
        let inline = self.inline;
        inline
    }
}

trait Tr {
    const inline: u32;
    inline! {}
    fn f(&self);
}

impl Tr for S {
    const inline: u32 = 1;
    fn f(&self) {
        inline::f();
        let inline = inline!(inline async);
        match inline {
            inline => inline,
        };
    }
    fn from_macro() {}
}

fn inline() -> S {
    S { inline: 1 }
}

// A matcher that has the words goes on matching them.
macro_rules! words {
    (inline async fn) => {
        1
    };
    ($vis:vis inline async) => {
        2
    };
}

// Nor is a statement among its arguments more than the first of them.
macro_rules! statement {
    ($statement:stmt) => {
        1
    };
    (inline $($rest:tt)*) => {
        2
    };
}

const _: () = assert!(statement!(inline async fn f() {}) == 2);

fn main() {
    inline().inline();
    words!(inline async fn);
    words!(pub inline async);
}
