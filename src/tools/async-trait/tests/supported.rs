//! What the documentation of `async-trait` lists as supported. No feature is named here.

#![deny(warnings)]

mod support;

use std::collections::HashMap;
use std::fmt::Debug;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;

use self::support::{block_on, run_elsewhere, sent, yield_now};

/// The macro refers to the library's `core`, whatever is called so where it is used.
mod core {}

#[async_trait]
trait Advertisement {
    async fn run(&self) -> u32;
}

struct Modal;

#[async_trait]
impl Advertisement for Modal {
    async fn run(&self) -> u32 {
        yield_now().await;
        1
    }
}

struct Video {
    url: String,
}

#[async_trait]
impl Advertisement for Video {
    async fn run(&self) -> u32 {
        yield_now().await;
        self.url.len() as u32 + Modal.run().await
    }
}

#[test]
fn objects() {
    let video = || Video { url: "abc".to_owned() };
    let owned: Vec<Box<dyn Advertisement + Sync>> = vec![Box::new(Modal), Box::new(video())];
    let video = video();
    let borrowed: &[&(dyn Advertisement + Sync)] = &[&Modal, &video];
    block_on(sent(async {
        assert_eq!(owned[0].run().await + owned[1].run().await, 5);
        assert_eq!(borrowed[0].run().await + borrowed[1].run().await, 5);
    }));
}

#[async_trait]
trait Receivers: Send + Sync + 'static {
    async fn none() -> u32
    where
        Self: Sized;
    async fn shared(&self) -> u32;
    async fn exclusive(&mut self) -> u32;
    async fn value(self) -> u32
    where
        Self: Sized;
    async fn object(self: Box<Self>) -> u32;
    async fn counted(self: Arc<Self>) -> u32;
    async fn pinned(self: Pin<&mut Self>) -> u32;
    async fn mutable(mut self: Box<Self>, mut by: u32) -> u32;
}

#[derive(Clone)]
struct Number(u32);

#[async_trait]
impl Receivers for Number {
    async fn none() -> u32 {
        yield_now().await;
        9
    }
    async fn shared(&self) -> u32 {
        self.0
    }
    async fn exclusive(&mut self) -> u32 {
        self.0 += 1;
        yield_now().await;
        self.0
    }
    async fn value(self) -> u32 {
        yield_now().await;
        self.0
    }
    async fn object(self: Box<Self>) -> u32 {
        self.0
    }
    async fn counted(self: Arc<Self>) -> u32 {
        self.0 + Arc::strong_count(&self) as u32
    }
    async fn pinned(self: Pin<&mut Self>) -> u32 {
        self.0
    }
    async fn mutable(mut self: Box<Self>, mut by: u32) -> u32 {
        by += 1;
        self.0 += by;
        self.0
    }
}

#[test]
fn receivers_of_a_known_type() {
    block_on(sent(async {
        let mut n = Number(1);
        assert_eq!(Number::none().await, 9);
        assert_eq!(n.shared().await, 1);
        assert_eq!(n.exclusive().await, 2);
        assert_eq!(Pin::new(&mut n).pinned().await, 2);
        assert_eq!(Arc::new(n.clone()).counted().await, 3);
        assert_eq!(Box::new(n.clone()).object().await, 2);
        assert_eq!(Box::new(n.clone()).mutable(4).await, 7);
        assert_eq!(n.value().await, 2);
    }));
}

#[test]
fn receivers_of_an_object() {
    block_on(sent(async {
        let mut n: Box<dyn Receivers> = Box::new(Number(1));
        assert_eq!(n.shared().await, 1);
        assert_eq!(n.exclusive().await, 2);
        assert_eq!(Box::into_pin(n).as_mut().pinned().await, 2);
        let n: Arc<dyn Receivers> = Arc::new(Number(3));
        assert_eq!(n.clone().counted().await, 5);
        let n: Box<dyn Receivers> = Box::new(Number(4));
        assert_eq!(n.object().await, 4);
        let n: Box<dyn Receivers> = Box::new(Number(4));
        assert_eq!(n.mutable(5).await, 10);
    }));
}

#[async_trait]
trait Arguments {
    async fn none(&self);
    async fn many(
        &self,
        a: u8,
        b: String,
        c: Vec<u32>,
        d: &str,
        e: Option<&mut u32>,
        f: HashMap<u32, String>,
        g: [u64; 16],
        h: Box<dyn FnOnce(u32) -> u32 + Send>,
    ) -> io::Result<(usize, u64)>;
    async fn never(&self) -> std::convert::Infallible;
    async fn tuple(&self, _: (u32, &u32)) -> (u32, u32);
}

#[async_trait]
impl Arguments for () {
    async fn none(&self) {}
    async fn many(
        &self,
        a: u8,
        b: String,
        c: Vec<u32>,
        d: &str,
        e: Option<&mut u32>,
        f: HashMap<u32, String>,
        g: [u64; 16],
        h: Box<dyn FnOnce(u32) -> u32 + Send>,
    ) -> io::Result<(usize, u64)> {
        let number: u32 = d.parse().map_err(io::Error::other)?;
        yield_now().await;
        if let Some(e) = e {
            *e = h(number);
        }
        Ok((a as usize + b.len() + c.len() + f.len(), g.iter().sum()))
    }
    async fn never(&self) -> std::convert::Infallible {
        panic!("reached")
    }
    async fn tuple(&self, (a, &b): (u32, &u32)) -> (u32, u32) {
        yield_now().await;
        (b, a)
    }
}

#[test]
fn arguments_and_outputs() {
    let object: &(dyn Arguments + Sync) = &();
    let mut n = 0;
    block_on(sent(async {
        object.none().await;
        let many = |d, e| {
            object.many(
                1,
                "ab".to_owned(),
                vec![1],
                d,
                e,
                HashMap::from([(1, String::new())]),
                [2; 16],
                Box::new(|n| n + 1),
            )
        };
        assert_eq!(many("41", Some(&mut n)).await.unwrap(), (5, 32));
        assert!(many("x", None).await.is_err());
        assert_eq!(object.tuple((1, &2)).await, (2, 1));
    }));
    assert_eq!(n, 42);
    assert!(std::panic::catch_unwind(|| block_on(().never())).is_err());
}

#[async_trait]
trait Generic<'t, T: Send + Sync + 't>: Sync {
    async fn of_the_trait(&self, t: &'t T) -> &'t T;
    async fn type_param<U: Send>(&self, u: U) -> Vec<U>
    where
        Self: Sized;
    async fn const_param<const N: usize>(&self) -> [u8; N]
    where
        Self: Sized,
    {
        yield_now().await;
        [1; N]
    }
    async fn lifetimes<'a, 'b: 'a>(&'a self, b: &'b str, c: &str) -> &'a str;
    async fn opaque(&self, of: impl Debug + Send) -> String
    where
        Self: Sized,
    {
        yield_now().await;
        format!("{of:?}")
    }
}

#[async_trait]
impl<'t, T: Send + Sync + 't> Generic<'t, T> for u32 {
    async fn of_the_trait(&self, t: &'t T) -> &'t T {
        t
    }
    async fn type_param<U: Send>(&self, u: U) -> Vec<U> {
        yield_now().await;
        vec![u]
    }
    async fn lifetimes<'a, 'b: 'a>(&'a self, b: &'b str, c: &str) -> &'a str {
        if c.is_empty() { "self" } else { b }
    }
}

#[test]
fn type_and_lifetime_parameters() {
    block_on(sent(async {
        let object: &dyn Generic<'static, u8> = &1u32;
        assert_eq!(*object.of_the_trait(&7).await, 7);
        assert_eq!(object.lifetimes("b", &String::from("c")).await, "b");
        assert_eq!(object.lifetimes("b", "").await, "self");
        assert_eq!(Generic::<u8>::type_param(&1u32, 'u').await, ['u']);
        assert_eq!(Generic::<u8>::const_param::<2>(&1u32).await, [1, 1]);
        assert_eq!(Generic::<u8>::opaque(&1u32, Some(1)).await, "Some(1)");
    }));
}

#[async_trait]
trait Associated {
    const STEP: u32 = 2;
    type Item: Send + Debug;
    type Error: From<std::num::ParseIntError>;
    async fn next(&mut self) -> Option<Self::Item>;
    async fn parse(&self, text: &str) -> Result<u32, Self::Error>
    where
        Self: Sync,
    {
        yield_now().await;
        Ok(text.parse::<u32>()?)
    }
    fn size_hint(&self) -> usize {
        0
    }
}

struct Count(u32);

#[derive(Debug, PartialEq)]
struct NoNumber;

impl From<std::num::ParseIntError> for NoNumber {
    fn from(_: std::num::ParseIntError) -> Self {
        NoNumber
    }
}

#[async_trait]
impl Associated for Count {
    type Item = u32;
    type Error = NoNumber;
    async fn next(&mut self) -> Option<Self::Item> {
        yield_now().await;
        self.0 += Self::STEP;
        Some(self.0)
    }
    fn size_hint(&self) -> usize {
        1
    }
}

#[test]
fn associated_types_beside_plain_methods() {
    fn takes<A: Associated<Item = u32> + Send>(mut a: A) -> impl Future<Output = u32> + Send {
        async move { a.next().await.unwrap() + a.size_hint() as u32 }
    }
    block_on(sent(async {
        assert_eq!(takes(Count(1)).await, 4);
        assert_eq!(Count(1).parse("12").await, Ok(12));
        assert_eq!(Count(1).parse("x").await, Err(NoNumber));
    }));
}

#[async_trait]
trait Defaults: Sync {
    async fn shared(&self) -> u32 {
        yield_now().await;
        self.required().await + 1
    }
    async fn required(&self) -> u32;
    async fn exclusive(&mut self, n: u32) -> u32 {
        yield_now().await;
        n + self.shared().await
    }
    async fn early(&self, n: u32) -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
        if n == 0 {
            return Err("none".into());
        }
        Ok(n)
    }
}

struct Five;

#[async_trait]
impl Defaults for Five {
    async fn required(&self) -> u32 {
        5
    }
}

#[test]
fn default_bodies() {
    block_on(sent(async {
        assert_eq!(Five.exclusive(1).await, 7);
        let object: &mut (dyn Defaults + Send) = &mut Five;
        assert_eq!(object.exclusive(2).await, 8);
        assert_eq!(object.early(3).await.unwrap(), 3);
        assert_eq!(object.early(0).await.unwrap_err().to_string(), "none");
    }));
}

type Elided<'a> = &'a usize;

#[async_trait]
trait Lifetimes {
    async fn named<'e>(elided: Elided<'e>, okay: &usize) -> usize;
    async fn placeholder(elided: Elided<'_>) -> usize;
    async fn of_self(&self, other: &str) -> &str;
}

#[async_trait]
impl Lifetimes for String {
    async fn named<'e>(elided: Elided<'e>, okay: &usize) -> usize {
        *elided + *okay
    }
    async fn placeholder(elided: Elided<'_>) -> usize {
        *elided
    }
    async fn of_self(&self, other: &str) -> &str {
        yield_now().await;
        &self[other.len()..]
    }
}

#[test]
fn elided_lifetimes() {
    block_on(sent(async {
        assert_eq!(String::named(&1, &2).await + String::placeholder(&3).await, 6);
        assert_eq!("abc".to_owned().of_self("a").await, "bc");
    }));
}

#[async_trait]
trait Handler: Send + Sync {
    async fn handle(&self, n: u32) -> u32;
}

#[async_trait]
impl Handler for Arc<AtomicU32> {
    async fn handle(&self, n: u32) -> u32 {
        yield_now().await;
        self.fetch_add(n, Ordering::Relaxed)
    }
}

#[async_trait]
impl<H: Handler + ?Sized> Handler for Box<H> {
    async fn handle(&self, n: u32) -> u32 {
        (**self).handle(n).await
    }
}

/// Generic code knows that the futures are `Send`, and needs no bound for it.
async fn handle_all<H: Handler>(handler: H) -> u32 {
    handler.handle(1).await + handler.handle(2).await
}

fn spawn<H: Handler + 'static>(handler: H) -> u32 {
    run_elsewhere(handle_all(handler))
}

#[test]
fn futures_are_send() {
    assert_eq!(spawn(Arc::new(AtomicU32::new(0))), 1);
    let object: Box<dyn Handler> = Box::new(Arc::new(AtomicU32::new(1)));
    assert_eq!(run_elsewhere(async move { object.handle(1).await }), 1);
    let object: Box<dyn Handler> = Box::new(Arc::new(AtomicU32::new(2)));
    assert_eq!(spawn(object), 5);
}

/// Arguments that are there or not.
#[async_trait]
trait Conditional: Send + Sync {
    async fn without_receiver(#[cfg(any())] no: Missing, n: u32) -> u32;
    async fn unused(&self, #[cfg(any())] no: Missing, #[cfg(all())] _: &str, n: u32) -> u32;
    async fn generic<T: Send>(&self, #[cfg(any())] (a, b): (Missing, Missing), n: T) -> T {
        n
    }
}

#[async_trait]
impl Conditional for Modal {
    async fn without_receiver(#[cfg(any())] no: Missing, n: u32) -> u32 {
        n
    }

    async fn unused(&self, #[cfg(any())] no: Missing, #[cfg(all())] _: &str, n: u32) -> u32 {
        n
    }
}

#[test]
fn arguments_with_conditions() {
    let sum = async {
        Modal::without_receiver(1).await + Modal.unused("", 2).await + Modal.generic(3).await
    };
    assert_eq!(run_elsewhere(sum), 6);
}

#[async_trait]
trait Countdown: Send + Sync {
    async fn count(&self, n: u32) -> u32;
}

struct Ones;

impl Ones {
    async fn count(&self, n: u32) -> u32 {
        yield_now().await;
        n
    }
}

struct Steps;

#[async_trait]
impl Countdown for Ones {
    // Of the type itself.
    async fn count(&self, n: u32) -> u32 {
        self.count(n).await
    }
}

#[async_trait]
impl Countdown for Steps {
    async fn count(&self, n: u32) -> u32 {
        yield_now().await;
        match n {
            0 => 0,
            n if n % 2 == 0 => Self::count(self, n - 1).await + 1,
            n => self.count(n - 1).await + 1,
        }
    }
}

#[test]
fn bodies_that_call_themselves() {
    let all: [Box<dyn Countdown>; 2] = [Box::new(Ones), Box::new(Steps)];
    for countdown in all {
        assert_eq!(run_elsewhere(async move { countdown.count(9).await }), 9);
    }
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// As web frameworks have it: generic code makes what a handler takes.
#[async_trait]
trait FromRequest<'r>: Sized {
    async fn from_request(request: &'r str, body: &mut Vec<u8>) -> Result<Self, u32>;

    async fn without_body(request: &'r str) -> Result<Self, u32> {
        let made = Self::from_request(request, &mut vec![]).await?;
        yield_now().await;
        Ok(made)
    }
}

#[async_trait]
impl<'r> FromRequest<'r> for &'r str {
    async fn from_request(request: &'r str, _: &mut Vec<u8>) -> Result<Self, u32> {
        yield_now().await;
        request.strip_prefix('/').ok_or(404)
    }
}

#[async_trait]
impl<'r, T: FromRequest<'r> + Send> FromRequest<'r> for Vec<T> {
    async fn from_request(request: &'r str, body: &mut Vec<u8>) -> Result<Self, u32> {
        match request.split_once(',') {
            Some((first, others)) => {
                let mut all = vec![T::from_request(first, body).await?];
                all.extend(Self::from_request(others, body).await?);
                Ok(all)
            }
            None => Ok(vec![T::from_request(request, body).await?]),
        }
    }
}

fn give_away<'a, 'r: 'a, T: FromRequest<'r> + 'a>(
    request: &'r str,
    body: &'a mut Vec<u8>,
) -> BoxFuture<'a, Result<T, u32>> {
    T::from_request(request, body)
}

trait Endpoint: Send + Sync {
    fn call<'a>(&'a self, request: &'a str) -> BoxFuture<'a, u32>;
}

struct Function<F, T>(F, std::marker::PhantomData<fn(T)>);

impl<F, T> Endpoint for Function<F, T>
where
    F: Fn(T) -> u32 + Send + Sync,
    T: for<'r> FromRequest<'r> + Send,
{
    fn call<'a>(&'a self, request: &'a str) -> BoxFuture<'a, u32> {
        Box::pin(async move {
            let mut body = vec![];
            match T::from_request(request, &mut body).await {
                Ok(argument) => (self.0)(argument),
                Err(status) => status,
            }
        })
    }
}

#[async_trait]
impl<'r> FromRequest<'r> for usize {
    async fn from_request(request: &'r str, _body: &mut Vec<u8>) -> Result<Self, u32> {
        yield_now().await;
        Ok(request.len())
    }
}

#[test]
fn methods_without_receiver() {
    let mut body = vec![];
    assert_eq!(block_on(give_away::<&str>("/a", &mut body)), Ok("a"));
    assert_eq!(block_on(give_away::<Vec<&str>>("/a,/b,/c", &mut body)), Ok(vec!["a", "b", "c"]));
    assert_eq!(block_on(Vec::<&str>::without_body("/a,b")), Err(404));
    let endpoint: Box<dyn Endpoint> =
        Box::new(Function(|n: Vec<usize>| n.len() as u32, std::marker::PhantomData));
    assert_eq!(run_elsewhere(async move { endpoint.call("a,b").await }), 2);
}

#[async_trait(?Send)]
trait Local {
    async fn get(&self) -> Rc<u32>;
    async fn make() -> Self
    where
        Self: Sized;
    async fn add(&mut self, n: Rc<u32>) -> u32 {
        let sum = *n + *self.get().await;
        yield_now().await;
        sum
    }
}

#[async_trait(?Send)]
impl Local for Rc<u32> {
    async fn get(&self) -> Rc<u32> {
        yield_now().await;
        self.clone()
    }
    async fn make() -> Self {
        Rc::new(3)
    }
}

#[test]
fn futures_that_are_not_send() {
    block_on(async {
        let mut object: Box<dyn Local> = Box::new(Rc::<u32>::make().await);
        assert_eq!(*object.get().await, 3);
        assert_eq!(object.add(Rc::new(4)).await, 7);
    });
}

#[async_trait(?Send)]
trait Shared: Send + Sync {
    async fn get(&self) -> u32;
}

#[async_trait(?Send)]
impl Shared for u32 {
    async fn get(&self) -> u32 {
        let kept = Rc::new(*self);
        yield_now().await;
        *kept
    }
}

/// The object is `Send`, and its calls are not.
#[test]
fn calls_that_stay_where_they_are_made() {
    let object: Arc<dyn Shared> = Arc::new(7);
    let other = object.clone();
    let worker = std::thread::spawn(move || block_on(other.get()));
    assert_eq!(block_on(object.get()) + worker.join().unwrap(), 14);
}

struct NotSync(std::cell::Cell<u32>);

#[async_trait]
trait Unused<T>: Send + Sync {
    async fn wild(&self, _: &T) -> u32;
    async fn named(&self, _thing: &T) -> u32;
    async fn todo(&self, thing: &T) -> u32;
    async fn used(&self, thing: &T) -> u32
    where
        T: Sync + Debug;
}

#[async_trait]
impl<T> Unused<T> for u32 {
    async fn wild(&self, _: &T) -> u32 {
        yield_now().await;
        *self
    }
    async fn named(&self, _thing: &T) -> u32 {
        if *self == 0 {
            return 1;
        }
        *self
    }
    async fn todo(&self, _: &T) -> u32 {
        todo!()
    }
    async fn used(&self, thing: &T) -> u32
    where
        T: Sync + Debug,
    {
        let length = format!("{thing:?}").len();
        yield_now().await;
        length as u32
    }
}

/// A reference that a method does not use does not keep its future on one thread.
#[test]
fn unused_references() {
    let thing = NotSync(std::cell::Cell::new(1));
    assert_eq!(block_on(sent(5.wild(&thing))), 5);
    assert_eq!(block_on(sent(0.named(&thing))) + thing.0.get(), 2);
    let object: &dyn Unused<u8> = &6;
    assert_eq!(block_on(sent(object.wild(&1))), 6);
    let todo = std::panic::catch_unwind(|| block_on(7.todo(&1)));
    assert!(todo.is_err());
    assert_eq!(block_on(sent(0.used(&"abc"))), 5);
}

static DROPPED: Mutex<Vec<&str>> = Mutex::new(vec![]);

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        DROPPED.lock().unwrap().push(self.0);
    }
}

#[async_trait]
trait Drops: Sized + Send {
    async fn in_order(self, _: Noisy, b: Noisy, (_, c): (Noisy, Noisy));
    async fn without_receiver(_: Noisy, b: Noisy);
}

#[async_trait]
impl Drops for Noisy {
    async fn in_order(self, _: Noisy, _b: Noisy, (_, _c): (Noisy, Noisy)) {
        yield_now().await;
        DROPPED.lock().unwrap().push("body");
    }
    async fn without_receiver(_: Noisy, _b: Noisy) {
        DROPPED.lock().unwrap().push("body");
    }
}

/// Arguments live as long as the body runs, those that it does not use included.
#[test]
fn arguments_are_dropped_last() {
    let pair = (Noisy("c0"), Noisy("c1"));
    block_on(Noisy("self").in_order(Noisy("a"), Noisy("b"), pair));
    let dropped = std::mem::take(&mut *DROPPED.lock().unwrap());
    assert_eq!(dropped, ["body", "c1", "c0", "b", "a", "self"]);
    block_on(Noisy::without_receiver(Noisy("a"), Noisy("b")));
    assert_eq!(std::mem::take(&mut *DROPPED.lock().unwrap()), ["body", "b", "a"]);
}

macro_rules! declare {
    ($name:ident, $method:ident, $output:ty) => {
        #[async_trait]
        pub trait $name: Send + Sync {
            async fn $method(&self) -> $output;
        }

        #[async_trait]
        impl $name for $output {
            async fn $method(&self) -> $output {
                let mapped = [1].map(|n| self.clone() + n);
                mapped.into_iter().sum()
            }
        }
    };
}

declare!(OfMacro, get, u64);

#[test]
fn inside_of_macros() {
    let object: &dyn OfMacro = &4;
    assert_eq!(block_on(sent(object.get())), 5);
}

#[test]
fn inside_of_functions() {
    #[async_trait]
    trait Inner {
        async fn get(&self) -> u32;
    }

    #[async_trait]
    impl<F: Fn() -> u32 + Sync> Inner for F {
        async fn get(&self) -> u32 {
            self()
        }
    }

    let object: &(dyn Inner + Sync) = &|| 8;
    assert_eq!(block_on(sent(object.get())), 8);
}
