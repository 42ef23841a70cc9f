// `macro_rules!` can produce an `inline async fn` and forward one.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

macro_rules! forward_tokens {
    ($($token:tt)*) => { $($token)* };
}

macro_rules! forward_item {
    ($item:item) => { $item };
}

macro_rules! from_word {
    ($inline:ident, $name:ident) => {
        trait $name {
            $inline async fn m(&self);
        }
    };
}

macro_rules! from_async {
    ($async:tt, $name:ident) => {
        trait $name {
            inline $async fn m(&self);
        }
    };
}

macro_rules! parts {
    ($vis:vis trait $name:ident { $(inline async fn $method:ident(&self);)* }) => {
        $vis trait $name {
            $(inline async fn $method(&self);)*
        }
    };
}

macro_rules! method {
    ($name:ident) => { inline async fn $name(&self) {} };
}

forward_tokens! {
    trait A {
        inline async fn m(&self);
    }
}

forward_item! {
    trait B {
        inline async fn m(&self);
    }
}

from_word!(inline, C);
from_async!(async, D);

parts! {
    pub trait E {
        inline async fn m(&self);
        inline async fn n(&self);
    }
}

trait F {
    method!(m);
}

fn uses(a: &impl A, b: &impl B, c: &impl C, d: &impl D, e: &impl E, f: &impl F) {
    let _ = (a.m(), b.m(), c.m(), d.m(), e.m(), e.n(), f.m());
}

fn main() {}
