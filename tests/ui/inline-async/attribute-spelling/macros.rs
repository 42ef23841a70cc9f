//@ run-pass
//@ edition: 2024
//@ aux-build: block-on.rs
//@ proc-macro: attribute-macros.rs

// Macros that know attributes, and no `inline async fn`, produce and forward one.

#![feature(inline_async_fn)]

extern crate attribute_macros;
extern crate block_on;

use block_on::now;

macro_rules! forward_trait {
    (
        $(#[$of_trait:meta])*
        trait $name:ident { $($(#[$of_method:meta])* async fn $method:ident(&self) -> $output:ty;)* }
    ) => {
        $(#[$of_trait])*
        trait $name { $($(#[$of_method])* async fn $method(&self) -> $output;)* }
    };
}

macro_rules! forward_item {
    ($item:item) => { $item };
}

macro_rules! method {
    ($name:ident) => { #[inline_async] async fn $name(&self) -> u32; };
}

macro_rules! nested {
    ($attribute:ident) => {
        forward_item! {
            #[$attribute]
            trait Nested { async fn get(&self) -> u32; }
        }
    };
}

forward_trait! {
    #[inline_async]
    trait OnTrait {
        async fn get(&self) -> u32;
    }
}

forward_trait! {
    trait OnMethod {
        /// Documented.
        #[inline_async(send)]
        async fn get(&self) -> u32;
    }
}

forward_item! {
    #[cfg_attr(true, inline_async)]
    #[attribute_macros::keep]
    trait Kept {
        async fn get(&self) -> u32;
    }
}

trait OfMacro {
    method!(get);
}

nested!(inline_async);
attribute_macros::make!();

macro_rules! implement {
    ($($name:ident)*) => {
        $(
            #[attribute_macros::keep]
            impl $name for u32 {
                async fn get(&self) -> u32 {
                    *self
                }
            }
        )*
    };
}

implement! { OnTrait OnMethod Kept OfMacro Nested }

impl Made for u32 {}

fn on_objects(
    a: &dyn OnTrait,
    b: &(dyn OnMethod + Sync),
    c: &dyn Kept,
    d: &dyn OfMacro,
    e: &dyn Nested,
    f: &dyn Made,
) -> [u32; 6] {
    [now(a.get()), now(b.get()), now(c.get()), now(d.get()), now(e.get()), now(f.get())]
}

fn in_a_body() -> u32 {
    const LENGTH: usize = {
        #[allow(dead_code)]
        #[inline_async]
        trait InConstant {
            async fn get(&self) -> u32;
        }
        size_of::<&dyn InConstant>()
    };
    #[inline_async]
    trait Local {
        async fn get(&self) -> u32 {
            LENGTH as u32
        }
    }
    impl Local for () {}
    let object: &dyn Local = &();
    now(object.get())
}

fn main() {
    assert_eq!(on_objects(&1, &2, &3, &4, &5, &6), [1, 2, 3, 4, 5, 4]);
    assert_eq!(in_a_body(), size_of::<[usize; 2]>() as u32);
}
