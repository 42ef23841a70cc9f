//! Workload (i): lines, words and bytes of a file of 100 MB, as it is and compressed.
//!
//! The counting is that of the main example, `examples/wc`. One call is a read of 64 kB at most.

use std::future::inline_async::{HeapArena, HeapPlace, HeapPlaced, InlinePlace, Placed, within};
use std::io;
use std::mem::MaybeUninit;
use std::pin::pin;

use objects::streams::inline::Inner;
use objects::streams::{
    File, boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture, floor, inline, poll,
};

use super::link::{Apart, Bound, Direct, Dynified, InPlace, Known, Link};
use super::{drive, input, runtime};
use crate::calls::no_room;
use crate::case::{Case, Contestant, Run};
use crate::characters::WordRule;
use crate::counter::Counter;

/// More reads than the file takes.
const TO_THE_END: u64 = u64::MAX;

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (workload, gunzip) in [("i-wc-plain", false), ("i-wc-gzip", true)] {
        for contestant in Contestant::ALL {
            cases.push(Case {
                calls: TO_THE_END,
                counted: 32,
                ..Case::new(workload, contestant, move || make(contestant, gunzip))
            });
        }
    }
    cases
}

fn make(contestant: Contestant, gunzip: bool) -> Run {
    use inline::file;
    match contestant {
        Contestant::Floor if gunzip => of(gunzip, |file| Known(floor::Gzip::new(file))),
        Contestant::Floor => of(gunzip, Known),
        Contestant::CoroutineCall if gunzip => {
            of(gunzip, |file| Apart(floor::Gzip::new(objects::apart::Apart(file))))
        }
        Contestant::CoroutineCall => of(gunzip, Apart),
        Contestant::PollObject => of(gunzip, move |file| poll::file(file, gunzip)),
        Contestant::DirectCall => of(gunzip, move |it| Direct(file(it, gunzip, Inner::Direct))),
        Contestant::Scope => in_scope(gunzip),
        Contestant::HeapBinding => {
            of(gunzip, move |it| Bound(HeapPlaced::new(file(it, gunzip, Inner::HeapBinding))))
        }
        Contestant::InlineBinding => on_inline_binding(gunzip),
        Contestant::InHeapPlace => {
            of(gunzip, move |it| InPlace(file(it, gunzip, Inner::InHeapPlace), HeapPlace::new()))
        }
        Contestant::InInlinePlace => on_inline_place(gunzip),
        Contestant::AsyncTrait => of(gunzip, move |file| by_async_trait::file(file, gunzip)),
        Contestant::Dynosaur => of(gunzip, move |file| by_dynosaur::file(file, gunzip)),
        Contestant::DynifyStack => of(gunzip, move |file| {
            let buffer = [MaybeUninit::uninit(); by_dynify::SIZE];
            Dynified(by_dynify::file_fixed(file, gunzip), buffer)
        }),
        Contestant::DynifyHeap => {
            of(gunzip, move |file| Dynified(by_dynify::file_growing(file, gunzip), Vec::new()))
        }
        Contestant::Stackfuture => of(gunzip, move |file| by_stackfuture::file(file, gunzip)),
        Contestant::BoxFuture => of(gunzip, move |file| boxed::file(file, gunzip)),
    }
}

fn of<L: Link>(gunzip: bool, link: impl Fn(File) -> L + 'static) -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        drive(&runtime, async {
            let mut link = link(open(gunzip).await?);
            count(&mut link, calls).await
        })
    })
}

fn in_scope(gunzip: bool) -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        let reading = async {
            let mut link = Direct(inline::file(open(gunzip).await?, gunzip, Inner::Direct));
            count(&mut link, calls).await
        };
        drive(&runtime, within(HeapArena::new(), reading))
    })
}

fn on_inline_binding(gunzip: bool) -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        drive(&runtime, async {
            let stream = inline::file(open(gunzip).await?, gunzip, Inner::InlineBinding);
            let place = pin!(InlinePlace::<{ inline::LARGEST }>::new());
            let bound = Placed::new_in(stream, place).unwrap_or_else(|_| no_room());
            count(&mut Bound(bound), calls).await
        })
    })
}

fn on_inline_place(gunzip: bool) -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        drive(&runtime, async {
            let stream = inline::file(open(gunzip).await?, gunzip, Inner::InInlinePlace);
            let mut place = pin!(InlinePlace::<{ inline::LARGEST }>::new());
            count(&mut InPlace(stream, &mut place), calls).await
        })
    })
}

async fn open(gunzip: bool) -> io::Result<File> {
    tokio::fs::File::open(input::path(gunzip)).await.map(File)
}

/// Counts what the first reads give.
async fn count(link: &mut impl Link, calls: u64) -> io::Result<u64> {
    let mut counter = Counter::new(WordRule::Printable);
    let mut buffer = vec![0; 64 * 1024];
    let mut unused = 0;
    for _ in 0..calls {
        let length = link.receive(&mut buffer[unused..]).await?;
        if length == 0 {
            break;
        }
        let end = unused + length;
        let used = counter.feed(&buffer[..end]);
        buffer.copy_within(used..end, 0);
        unused = end - used;
    }
    let counts = counter.finish(&buffer[..unused]);
    Ok(counts.lines + counts.words + counts.bytes)
}
