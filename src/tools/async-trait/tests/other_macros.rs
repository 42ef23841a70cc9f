//! Macros of the registry that read a trait or an impl: with `#[async_trait]`, and with the attributes
//! that it writes.
//!
//! What cannot be: `mockall::automock` copies the attributes of a trait and of its methods to what
//! it makes of them (`mock!` does not); `trait_variant::make` keeps them on methods that are no
//! `async fn` any longer, and has `#[inline_async(send)]` in the place of its variants;
//! `auto_impl(&)` writes `where &'a T: Send`, which rustc takes for all that it knows of references
//! to `T` (E0803, with an `impl Future + Send` as well).

#![feature(inline_async_fn)]
#![deny(warnings)]

mod support;

use std::sync::Arc;

use async_trait::async_trait;

use self::support::{block_on, sent, yield_now};

mod mocked {
    use super::*;

    #[mockall::automock]
    #[async_trait]
    pub trait ByMacro: Sync {
        async fn get(&self, key: u32) -> u32;
    }

    #[inline_async]
    pub trait ByAttribute {
        async fn get(&self, key: u32) -> u32;
    }

    mockall::mock! {
        pub Attribute {}
        impl ByAttribute for Attribute {
            async fn get(&self, key: u32) -> u32;
        }
    }
}

#[test]
fn mockall() {
    use mocked::{ByAttribute, ByMacro};

    let mut mock = mocked::MockByMacro::new();
    mock.expect_get().returning(|key| key + 1);
    let object: &dyn ByMacro = &mock;
    assert_eq!(block_on(sent(object.get(1))), 2);

    let mut mock = mocked::MockAttribute::new();
    mock.expect_get().returning(|key| key + 2);
    let object: &dyn ByAttribute = &mock;
    assert_eq!(block_on(object.get(1)), 3);
}

#[auto_impl::auto_impl(Box, Arc)]
#[async_trait]
trait Implemented: Send + Sync {
    async fn get(&self, key: u32) -> u32;
}

#[auto_impl::auto_impl(Box, &)]
trait ImplementedByAttribute {
    #[inline_async]
    async fn get(&self, key: u32) -> u32;
}

#[async_trait]
impl Implemented for u32 {
    async fn get(&self, key: u32) -> u32 {
        self + key
    }
}

impl ImplementedByAttribute for u32 {
    async fn get(&self, key: u32) -> u32 {
        self * key
    }
}

#[test]
fn auto_impl() {
    async fn get(implemented: impl Implemented, by_attribute: impl ImplementedByAttribute) -> u32 {
        implemented.get(2).await + by_attribute.get(2).await
    }
    let implemented: Box<dyn Implemented> = Box::new(3);
    let by_attribute: Box<dyn ImplementedByAttribute> = Box::new(3);
    assert_eq!(block_on(get(implemented, by_attribute)), 11);
    let implemented: Arc<dyn Implemented> = Arc::new(3);
    assert_eq!(block_on(get(implemented, &3)), 11);
}

#[async_trait]
trait Traced: Send + Sync {
    async fn required(&self, key: u32) -> u32;

    #[tracing::instrument(skip(self))]
    async fn provided(&self, key: u32) -> u32 {
        yield_now().await;
        self.required(key).await
    }
}

#[async_trait]
impl Traced for u32 {
    #[tracing::instrument]
    async fn required(&self, key: u32) -> u32 {
        yield_now().await;
        self + key
    }
}

trait TracedByAttribute {
    #[tracing::instrument(skip(self))]
    #[inline_async]
    async fn below(&self) -> u32 {
        1
    }

    #[inline_async]
    #[tracing::instrument(skip(self))]
    async fn above(&self) -> u32 {
        2
    }
}

impl TracedByAttribute for u32 {}

#[test]
fn tracing() {
    let (traced, by_attribute): (&dyn Traced, &dyn TracedByAttribute) = (&5, &0);
    assert_eq!(block_on(sent(traced.provided(1))), 6);
    assert_eq!(block_on(async { by_attribute.below().await + by_attribute.above().await }), 3);
}

#[enum_dispatch::enum_dispatch]
#[inline_async]
trait Dispatched {
    async fn get(&self) -> u32;
}

struct One;
struct Two;

impl Dispatched for One {
    async fn get(&self) -> u32 {
        1
    }
}

impl Dispatched for Two {
    async fn get(&self) -> u32 {
        2
    }
}

#[enum_dispatch::enum_dispatch(Dispatched)]
enum Either {
    One(One),
    Two(Two),
}

#[test]
fn enum_dispatch() {
    let objects: [Box<dyn Dispatched>; 2] = [Box::new(Either::from(One)), Box::new(Two)];
    assert_eq!(block_on(async { objects[0].get().await + objects[1].get().await }), 3);
    assert_eq!(block_on(Either::Two(Two).get()), 2);
}

struct Wrapper(Box<dyn Implemented>);

#[async_trait]
impl Implemented for Wrapper {
    delegate::delegate! {
        to self.0 {
            async fn get(&self, key: u32) -> u32;
        }
    }
}

#[test]
fn delegate() {
    let object: &dyn Implemented = &Wrapper(Box::new(3));
    assert_eq!(block_on(sent(object.get(4))), 7);
}
