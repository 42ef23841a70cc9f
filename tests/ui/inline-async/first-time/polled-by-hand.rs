// A call is polled without being pinned.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn)]
#![allow(dead_code, unused_mut)]

use std::future::Future;
use std::task::{Context, Poll};

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn poll(reader: &mut dyn Read, context: &mut Context<'_>) -> Poll<u8> {
    reader.read().poll(context) //~ ERROR no method named `poll` found for struct `InlineCall
}

fn main() {}
