//@ run-pass
//@ edition: 2024
//@ ignore-backends: cranelift
//@ ignore-wasm (a program does not know its file)

// A place that nobody has used is all zeros, whatever its size and alignment, so that static places
// take no room in the program's file. (Cranelift writes zeros as it writes other bytes.)

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{InlinePlace, PlaceFor, layout_for};
use std::{env, fs};

const SIZE: usize = 16 << 20;

trait Work {
    inline async fn work(&self) -> u8;
}

struct Worker;

impl Work for Worker {
    async fn work(&self) -> u8 {
        let room = [1; SIZE];
        std::future::ready(()).await;
        room[SIZE / 2]
    }
}

static PLACE: InlinePlace<SIZE> = InlinePlace::new();
static ALIGNED: InlinePlace<SIZE, 4096> = InlinePlace::new();
static MANY: [InlinePlace<{ SIZE / 4 }>; 4] = [const { InlinePlace::new() }; 4];
static PLACE_FOR: PlaceFor<Worker, dyn Work> = PlaceFor::new();

fn main() {
    assert!(layout_for::<Worker, dyn Work>().size() > SIZE);
    // They are there.
    assert!(PLACE.take().is_some());
    assert!(ALIGNED.take().is_some());
    assert!(MANY[3].take().is_some());
    assert!(PLACE_FOR.take().is_some());

    let program = fs::metadata(env::current_exe().unwrap()).unwrap();
    assert!(program.len() < SIZE as u64, "{}", program.len());
}
