//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An implementation may be written `inline async fn`, `async fn` or `fn -> impl Future`, each
// method of it in its own way, and a call on the object does not tell them apart.

#![feature(inline_async_fn)]

use std::future::{Ready, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Echo {
    inline async fn echo(&mut self, text: &str) -> String;
    inline async fn length(&self, text: &str) -> usize;
}

struct Inline;
impl Echo for Inline {
    inline async fn echo(&mut self, text: &str) -> String {
        format!("inline {text}")
    }
    async fn length(&self, text: &str) -> usize {
        text.len()
    }
}

struct Async;
impl Echo for Async {
    async fn echo(&mut self, text: &str) -> String {
        format!("async {text}")
    }
    fn length(&self, text: &str) -> impl Future<Output = usize> {
        let length = text.len();
        async move { length }
    }
}

struct Opaque;
impl Echo for Opaque {
    // What stands before the `async` block runs as part of the first poll as well.
    fn echo(&mut self, text: &str) -> impl Future<Output = String> {
        let text = format!("opaque {text}");
        async move { text }
    }
    inline async fn length(&self, text: &str) -> usize {
        text.len()
    }
}

struct Named;
impl Echo for Named {
    #[allow(refining_impl_trait)]
    fn echo(&mut self, text: &str) -> Ready<String> {
        ready(format!("named {text}"))
    }
    #[allow(refining_impl_trait)]
    fn length(&self, text: &str) -> Pin<Box<dyn Future<Output = usize>>> {
        let length = text.len();
        Box::pin(async move { length })
    }
}

fn main() {
    let objects: [(&mut dyn Echo, &str); 4] = [
        (&mut Inline, "inline x"),
        (&mut Async, "async x"),
        (&mut Opaque, "opaque x"),
        (&mut Named, "named x"),
    ];
    for (object, expected) in objects {
        assert_eq!(block_on(object.echo("x")), expected);
        assert_eq!(block_on(object.length("four")), 4);
    }
}
