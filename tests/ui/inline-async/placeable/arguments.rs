//@ edition: 2024

// `#[placeable]` takes no arguments.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable()] //~ ERROR malformed `placeable` attribute input
trait Empty {}

#[placeable(Send)] //~ ERROR malformed `placeable` attribute input
trait List {}

#[placeable = "Send"] //~ ERROR malformed `placeable` attribute input
trait Value {}

fn main() {}
