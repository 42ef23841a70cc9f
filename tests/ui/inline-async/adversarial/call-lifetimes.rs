//@ edition: 2024

// The type parameters of a call carry its lifetimes: none of them gets longer than it is.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, InlineCall};

trait Work {
    inline async fn work(&mut self, text: &str);
    inline async fn lend<'a>(&mut self, text: &'a str) -> &'a str;
}

fn receiver<'a>(
    call: InlineCall<&'a mut dyn Work, (), ()>,
) -> InlineCall<&'static mut dyn Work, (), ()> {
    call //~ ERROR lifetime may not live long enough
}

fn arguments<'a>(
    call: InlineCall<&'static mut dyn Work, (&'a str,), ()>,
) -> InlineCall<&'static mut dyn Work, (&'static str,), ()> {
    call //~ ERROR lifetime may not live long enough
}

fn output<'a>(call: InlineCall<(), (), &'a str>) -> InlineCall<(), (), &'static str> {
    call //~ ERROR lifetime may not live long enough
}

fn object<'a, 'b>(
    call: InlineCall<&'a mut (dyn Work + 'b), (), ()>,
) -> InlineCall<&'a mut (dyn Work + 'a), (), ()> {
    call //~ ERROR lifetime may not live long enough
}

fn made<'a>(object: &'static mut dyn Work, text: &'a str) -> impl Future<Output = ()> + 'static {
    object.work(text) //~ ERROR lifetime may not live long enough
}

async fn output_of_argument(object: &mut dyn Work) -> &'static str {
    let text = String::new();
    object.lend(&text).await //~ ERROR `text` does not live long enough
}

fn binding<'a>(
    binding: HeapPlaced<Box<dyn Work + 'a>>,
) -> HeapPlaced<Box<dyn Work + 'static>> {
    binding //~ ERROR lifetime may not live long enough
}

fn main() {}
