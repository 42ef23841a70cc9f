// The lint warns of calls on trait objects that are polled without a place.

//@ edition: 2024

#![feature(future_join, inline_async_fn, inline_async)]
#![allow(dead_code)]
#![deny(implicit_async_allocation)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};
use std::pin::pin;

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
    inline async fn look(&self) -> u8;
}

async fn awaited(reader: &mut dyn Read) {
    reader.read().await; //~ ERROR this call on `&mut dyn Read` may allocate
    let call = reader.look();
    call.await; //~ ERROR this call on `&dyn Read` may allocate
    { (reader.read()) }.await; //~ ERROR this call on `&mut dyn Read` may allocate
}

async fn qualified(reader: &mut dyn Read) {
    Read::read(reader).await; //~ ERROR this call on `&mut dyn Read` may allocate
    <dyn Read>::look(reader).await; //~ ERROR this call on `&dyn Read` may allocate
}

async fn through_a_pointer(mut reader: Box<dyn Read>) {
    reader.read().await; //~ ERROR this call on `&mut dyn Read` may allocate
}

async fn pinned(reader: &mut dyn Read) {
    pin!(reader.read()).await; //~ ERROR this call on `&mut dyn Read` may allocate
    Box::pin(reader.read()).await; //~ ERROR this call on `&mut dyn Read` may allocate
}

async fn handed_over(reader: &dyn Read) {
    std::future::join!(reader.look(), reader.look()).await;
    //~^ ERROR this call on `&dyn Read` may allocate
    //~| ERROR this call on `&dyn Read` may allocate
}

async fn in_a_closure(reader: &dyn Read) {
    let look = async || reader.look().await; //~ ERROR this call on `&dyn Read` may allocate
    look().await;
}

// What has a place, or is never polled, is fine, and so is what is known to be no trait object.

async fn placed(reader: &mut dyn Read) {
    let mut place = HeapPlace::new();
    reader.read().in_place(&mut place).unwrap().await;
    let call = reader.look();
    call.in_place(&mut place).unwrap().await;
}

async fn bound(reader: Box<dyn Read>) {
    let mut binding = HeapPlaced::new(reader);
    binding.read().await;
    binding.look().await;
}

fn dropped(reader: &mut dyn Read) {
    drop(reader.read());
    std::mem::forget(reader.look());
}

fn stored(reader: &dyn Read) {
    let call = Some(reader.look());
    drop(call);
}

async fn known(reader: &mut impl Read) {
    reader.read().await;
    pin!(reader.look()).await;
}

#[allow(implicit_async_allocation)]
async fn allowed(reader: &mut dyn Read) {
    reader.read().await;
}

fn main() {}
