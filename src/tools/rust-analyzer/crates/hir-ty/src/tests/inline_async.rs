//! `inline async fn`: the types of calls, and objects.

use super::{check_no_mismatches, check_types};

/// What the library has of it, and the test.
fn with_library(test: &str) -> String {
    let library = r#"
//- minicore: future, pin, deref_mut, coerce_unsized, dispatch_from_dyn, phantom_data, sized
#![feature(lang_items)]
use core::{future::Future, marker::PhantomData, ops::{Deref, DerefMut}, pin::Pin, task::{Context, Poll}};

#[lang = "inline_call"]
struct InlineCall<Recv, Args, R>(Recv, Args, R);
impl<Recv, Args, R> Future for InlineCall<Recv, Args, R> {
    type Output = R;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> { loop {} }
}

struct BoundCall<B, Args, R>(B, Args, R);
impl<B, Args, R> Future for BoundCall<B, Args, R> {
    type Output = R;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> { loop {} }
}

#[lang = "inline_async_local"]
struct Local<Args>(Args);
#[lang = "inline_async_tracked"]
struct Tracked<Args>(Args);

#[lang = "placed"]
struct Placed<Ptr, P>(Ptr, P);
impl<Ptr: Deref, P> Deref for Placed<Ptr, P> {
    type Target = Ptr::Target;
    fn deref(&self) -> &Ptr::Target { loop {} }
}
impl<Ptr: DerefMut, P> DerefMut for Placed<Ptr, P> {
    fn deref_mut(&mut self) -> &mut Ptr::Target { loop {} }
}

#[lang = "inline_async_call_mut"]
fn call_mut<'a, Ptr, P>(this: &'a mut Placed<Ptr, P>) -> BoundCall<&'a mut Placed<Ptr, P>, (), ()> {
    loop {}
}

struct Place;
"#;
    format!("{library}{test}")
}

#[test]
fn call_on_object() {
    check_types(&with_library(
        r#"
trait Tr {
    inline async fn both(&mut self, a: u8, b: u16) -> u32;
    inline async fn none(&self);
    inline async fn pinned(self: Pin<&mut Self>, a: &str) -> bool { false }
}
async fn test(object: &mut dyn Tr, pinned: Pin<&mut dyn Tr>) {
    let call = object.both(1, 2);
      //^^^^ InlineCall<&'? mut (dyn Tr + 'static), (u8, u16), u32>
    let output = call.await;
      //^^^^^^ u32
    let call = object.none();
      //^^^^ InlineCall<&'? (dyn Tr + '?), (), ()>
    let call = pinned.pinned("");
      //^^^^ InlineCall<Pin<&'? mut (dyn Tr + 'static)>, (&'? str,), bool>
    let call = Tr::both(object, 1, 2);
      //^^^^ InlineCall<&'? mut (dyn Tr + 'static), (u8, u16), u32>
    let call = <dyn Tr as Tr>::none(object);
      //^^^^ InlineCall<&'? (dyn Tr + '?), (), ()>
    let call: InlineCall<&mut dyn Tr, (u8, u16), u32> = object.both(1, 2);
}
"#,
    ));
}

#[test]
fn call_on_known_type_is_a_future() {
    check_types(&with_library(
        r#"
trait Tr {
    inline async fn m(&self, a: u8) -> u32;
}
struct S;
impl Tr for S {
    async fn m(&self, a: u8) -> u32 { 0 }
}
async fn test<T: Tr + ?Sized>(t: &T) {
    let known = S.m(1);
      //^^^^^ impl Future<Output = u32>
    let unknown = t.m(1);
      //^^^^^^^ impl Future<Output = u32>
    let output = unknown.await;
      //^^^^^^ u32
}
"#,
    ));
}

#[test]
fn spellings() {
    check_types(&with_library(
        r#"
trait OnMethod {
    #[inline_async]
    async fn inline(&self) -> u32;
    #[inline_async(send)]
    async fn send(&self) -> u32;
    #[inline_async(local)]
    async fn local(&self, a: u8) -> u32;
    #[track_caller]
    #[cfg_attr(all(), inline_async)]
    async fn tracked(&self, a: u8) -> u32;
}
#[inline_async(local)]
trait OnTrait {
    async fn local(&self);
    #[inline_async(send)]
    async fn send(&self);
}
fn test(on_method: &dyn OnMethod, on_trait: &dyn OnTrait) {
    on_method.inline();
  //^^^^^^^^^^^^^^^^^^ InlineCall<&'? (dyn OnMethod + 'static), (), u32>
    on_method.send();
  //^^^^^^^^^^^^^^^^ InlineCall<&'? (dyn OnMethod + 'static), (), u32>
    on_method.local(1);
  //^^^^^^^^^^^^^^^^^^ InlineCall<&'? (dyn OnMethod + 'static), Local<(u8,)>, u32>
    on_method.tracked(1);
  //^^^^^^^^^^^^^^^^^^^^ InlineCall<&'? (dyn OnMethod + 'static), Tracked<(u8,)>, u32>
    on_trait.local();
  //^^^^^^^^^^^^^^^^ InlineCall<&'? (dyn OnTrait + 'static), Local<()>, ()>
    on_trait.send();
  //^^^^^^^^^^^^^^^ InlineCall<&'? (dyn OnTrait + 'static), (), ()>
}
"#,
    ));
}

#[test]
fn types_of_the_trait() {
    check_types(&with_library(
        r#"
struct Wrap<T>(T);
trait Super {
    type Error;
    inline async fn of_super(&self) -> Wrap<Self::Error>;
}
trait Tr<T>: Super {
    type Item;
    inline async fn m(&self, a: T, b: Wrap<Self::Item>) -> Wrap<Self::Error>;
}
async fn test(object: &dyn Tr<u8, Item = u16, Error = u32>) {
    let call = object.m(1, loop {});
      //^^^^ InlineCall<&'? (dyn Tr<u8, Error = u32, Item = u16> + '?), (u8, Wrap<u16>), Wrap<u32>>
    let output = call.await;
      //^^^^^^ Wrap<u32>
    let output = object.of_super().await.0;
      //^^^^^^ u32
}
"#,
    ));
}

#[test]
fn call_on_binding() {
    check_types(&with_library(
        r#"
trait Super {
    inline async fn of_super(&self) -> u8;
}
trait Tr: Super {
    inline async fn exclusive(&mut self, a: u8) -> u32;
    inline async fn shared(&self) -> u32;
    inline async fn pinned(self: Pin<&mut Self>) -> u32;
    inline async fn consume(self) -> u32;
    #[inline_async(local)]
    #[track_caller]
    inline async fn marked(&self);
    fn plain(&self) -> u64;
}
trait Elsewhere {
    fn exclusive(&mut self, a: u8) -> bool;
}
impl<T: ?Sized> Elsewhere for T {
    fn exclusive(&mut self, a: u8) -> bool { false }
}
async fn test(mut b: Placed<&mut dyn Tr, Place>) {
    let call = b.exclusive(1);
      //^^^^ BoundCall<&'? mut Placed<&'? mut (dyn Tr + 'static), Place>, (u8,), u32>
    let output = call.await;
      //^^^^^^ u32
    let call = b.shared();
      //^^^^ BoundCall<&'? Placed<&'? mut (dyn Tr + 'static), Place>, (), u32>
    let call = b.of_super();
      //^^^^ BoundCall<&'? Placed<&'? mut (dyn Tr + 'static), Place>, (), u8>
    let call = b.pinned();
      //^^^^ BoundCall<&'? mut Placed<&'? mut (dyn Tr + 'static), Place>, (), u32>
    let call = b.marked();
      //^^^^ BoundCall<&'? Placed<&'? mut (dyn Tr + 'static), Place>, Local<()>, ()>
    let output = b.plain();
      //^^^^^^ u64
    let call = (*b).shared();
      //^^^^ InlineCall<&'? (dyn Tr + '?), (), u32>
    let through = &mut b;
    let call = through.exclusive(1);
      //^^^^ BoundCall<&'? mut Placed<&'? mut (dyn Tr + 'static), Place>, (u8,), u32>
    let call = b.consume();
      //^^^^ BoundCall<Placed<&'? mut (dyn Tr + 'static), Place>, (), u32>
}
"#,
    ));
}

#[test]
fn object_is_made() {
    check_no_mismatches(&with_library(
        r#"
trait Tr {
    type Item;
    inline async fn m(&self, a: Self::Item) -> Self::Item;
    #[inline_async]
    async fn attribute(&mut self) -> u8;
    async fn not_inline(&self) where Self: Sized {}
}
struct S;
impl Tr for S {
    type Item = u8;
    async fn m(&self, a: u8) -> u8 { a }
    async fn attribute(&mut self) -> u8 { 0 }
}
fn test(s: &mut S) -> &mut dyn Tr<Item = u8> {
    s
}
"#,
    ));
}

#[test]
fn placeable_implements_the_trait_for_bindings() {
    check_types(
        r#"
//- /core.rs crate:core
#![feature(no_core, lang_items, rustc_attrs)]
#![no_core]
#[lang = "sized"]
pub trait Sized {}
#[lang = "unsize"]
pub trait Unsize<T: ?Sized> {}
#[lang = "dispatch_from_dyn"]
pub trait DispatchFromDyn<T> {}
impl<'a, T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<&'a U> for &'a T {}
pub mod ops {
    use crate::Sized;
    #[lang = "deref"]
    pub trait Deref {
        #[lang = "deref_target"]
        type Target: ?Sized;
        fn deref(&self) -> &Self::Target;
    }
    impl<T: ?Sized> Deref for &T {
        type Target = T;
        fn deref(&self) -> &T { loop {} }
    }
}
pub mod future {
    pub mod inline_async {
        use crate::Sized;
        pub struct Placed<Ptr, P>(pub Ptr, pub P);
        pub trait ObjectPtr: crate::ops::Deref {}
        impl<T: ?Sized> ObjectPtr for &T {}
        pub trait ObjectPlace {}
        #[rustc_builtin_macro]
        pub macro placeable($item:item) {}
    }
}
//- /lib.rs crate:test deps:core
use core::future::inline_async::{ObjectPlace, Placed, placeable};
struct Place;
impl ObjectPlace for Place {}
/// Documented.
#[placeable]
trait Source<'a, T, const N: usize = 1> {
    type Item;
    type Other;
    /// Documented.
    fn next(&self, item: T) -> Self::Item;
    #[inline]
    fn with_body(&'a self) -> u8 { 0 }
}
fn item<'a, S: Source<'a, u8, 2>>(s: &S) -> S::Item { loop {} }
fn test(object: &dyn Source<'static, u8, 2, Item = u16, Other = u32>) {
    let placed = Placed(object, Place);
    let i = item(&placed);
      //^ u16
}
"#,
    );
}
