//! Macros of the registry that read a trait or an impl: with `#[async_trait]`, and with the attributes
//! that it writes. What cannot be stands in the table "Other macros" of the README.

#![feature(inline_async_fn)]
#![deny(warnings)]

mod support;

use std::rc::Rc;
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

    mockall::mock! {
        pub Macro {}
        #[async_trait]
        impl ByMacro for Macro {
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

    let mut mock = mocked::MockMacro::new();
    mock.expect_get().returning(|key| key + 3);
    let object: &dyn ByMacro = &mock;
    assert_eq!(block_on(sent(object.get(1))), 4);

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

#[auto_impl::auto_impl(&, &mut, Box, Rc, Arc)]
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
    let by_attribute: Rc<dyn ImplementedByAttribute> = Rc::new(4);
    assert_eq!(block_on(get(3, by_attribute)), 13);
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
        self.required("x").await.unwrap()
    }

    #[inline_async]
    async fn required(&self, text: &str) -> Result<u32, String>;
}

impl TracedByAttribute for u32 {
    #[tracing::instrument(level = "trace", err, ret, fields(length = text.len()))]
    async fn required(&self, text: &str) -> Result<u32, String> {
        yield_now().await;
        Ok(self + text.len() as u32)
    }
}

#[test]
fn tracing() {
    let (traced, by_attribute): (&dyn Traced, &dyn TracedByAttribute) = (&5, &1);
    assert_eq!(block_on(sent(traced.provided(1))), 6);
    assert_eq!(block_on(async { by_attribute.below().await + by_attribute.above().await }), 3);
}

mod variants {
    #[trait_variant::make(Store: Send + Sync)]
    #[async_trait::async_trait]
    pub trait StoreObject: Sync {
        async fn store(&self, key: u32) -> u32;
    }

    // A trait without objects, and the inline one beside it that has some.
    #[trait_variant::make(Fetch: Send + Sync)]
    pub trait LocalFetch {
        async fn fetch(&self, key: u32) -> u32;
    }

    #[inline_async(send)]
    pub trait FetchObject: Send + Sync {
        async fn fetch(&self, key: u32) -> u32;
    }

    impl<F: Fetch> FetchObject for F {
        async fn fetch(&self, key: u32) -> u32 {
            Fetch::fetch(self, key).await
        }
    }
}

impl variants::Store for u32 {
    async fn store(&self, key: u32) -> u32 {
        self * key
    }
}

impl variants::Fetch for u32 {
    async fn fetch(&self, key: u32) -> u32 {
        yield_now().await;
        self + key
    }
}

#[test]
fn trait_variant() {
    let object: Arc<dyn variants::FetchObject> = Arc::new(3);
    assert_eq!(block_on(sent(object.fetch(4))), 7);
    assert_eq!(block_on(variants::LocalFetch::fetch(&3, 5)), 8);

    let object: &dyn variants::StoreObject = &3;
    assert_eq!(block_on(sent(object.store(4))), 12);
}

#[enum_dispatch::enum_dispatch]
#[inline_async]
trait Dispatched {
    async fn get(&self) -> u32;
}

#[enum_dispatch::enum_dispatch]
#[async_trait]
trait DispatchedByMacro: Send + Sync {
    async fn twice(&self) -> u32;
}

struct One;
struct Two;

#[async_trait]
impl DispatchedByMacro for One {
    async fn twice(&self) -> u32 {
        2
    }
}

#[async_trait]
impl DispatchedByMacro for Two {
    async fn twice(&self) -> u32 {
        4
    }
}

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

#[enum_dispatch::enum_dispatch(Dispatched, DispatchedByMacro)]
enum Either {
    One(One),
    Two(Two),
}

#[test]
fn enum_dispatch() {
    let objects: [Box<dyn Dispatched>; 2] = [Box::new(Either::from(One)), Box::new(Two)];
    assert_eq!(block_on(async { objects[0].get().await + objects[1].get().await }), 3);
    assert_eq!(block_on(Either::Two(Two).get()), 2);
    let object: &dyn DispatchedByMacro = &Either::Two(Two);
    assert_eq!(block_on(sent(object.twice())), 4);
}

struct Wrapper(Box<dyn Implemented>, Box<dyn ImplementedByAttribute + Send + Sync>);

#[async_trait]
impl Implemented for Wrapper {
    delegate::delegate! {
        to self.0 {
            async fn get(&self, key: u32) -> u32;
        }
    }
}

impl ImplementedByAttribute for Wrapper {
    delegate::delegate! {
        to self.1 {
            async fn get(&self, key: u32) -> u32;
        }
    }
}

#[test]
fn delegate() {
    let wrapper = Wrapper(Box::new(3), Box::new(5));
    let object: &dyn Implemented = &wrapper;
    assert_eq!(block_on(sent(object.get(4))), 7);
    let object: &dyn ImplementedByAttribute = &wrapper;
    assert_eq!(block_on(object.get(4)), 20);
}
