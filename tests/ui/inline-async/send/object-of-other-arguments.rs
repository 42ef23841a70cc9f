//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An object type of `Sub<u8>` has `Sub<u16>` by an impl as any type has. That its calls, which a
// supertrait demands to be `Send`, are there without that makes no difference.

#![feature(inline_async_fn)]

#[inline_async(send)]
trait Base {
    #[allow(dead_code)] // Nobody calls it.
    async fn base(&self) -> u8;
}

trait Sub<X>: Base {
    fn name(&self) -> &'static str;
}

struct Known;

impl Base for Known {
    async fn base(&self) -> u8 {
        1
    }
}

impl Sub<u8> for Known {
    fn name(&self) -> &'static str {
        "of the object"
    }
}

trait Only {}

impl Only for dyn Sub<u8> + Send + Sync {}

impl<T: ?Sized + Only + Base> Sub<u16> for T {
    fn name(&self) -> &'static str {
        "by an impl"
    }
}

fn by<X, T: ?Sized + Sub<X>>(of: &T) -> &'static str {
    of.name()
}

fn main() {
    let object: Box<dyn Sub<u8> + Send + Sync> = Box::new(Known);
    assert_eq!(by::<u8, dyn Sub<u8> + Send + Sync>(&*object), "of the object");
    assert_eq!(by::<u16, dyn Sub<u8> + Send + Sync>(&*object), "by an impl");
}
