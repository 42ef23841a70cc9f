//! Workload (h): a TCP server on loopback that sends back what it gets, and its client.
//!
//! One call is a round trip: each side sends once and receives at least once.

use std::future::inline_async::{HeapArena, HeapPlace, HeapPlaced, InlinePlace, Placed, within};
use std::io;
use std::mem::MaybeUninit;
use std::pin::pin;

use objects::streams::{
    Tcp, boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture, inline, poll,
};
use tokio::net::{TcpListener, TcpStream};

use super::link::{Apart, Bound, Direct, Dynified, InPlace, Known, Link};
use super::{drive, runtime};
use crate::calls::no_room;
use crate::case::{Case, Contestant, Run};

pub fn cases() -> Vec<Case> {
    let case = |contestant| Case {
        calls: 2000,
        counted: 200,
        ..Case::new("h-echo", contestant, move || make(contestant))
    };
    Contestant::ALL.into_iter().map(case).collect()
}

fn make(contestant: Contestant) -> Run {
    match contestant {
        Contestant::Floor => of(Known),
        Contestant::CoroutineCall => of(Apart),
        Contestant::PollObject => of(poll::tcp),
        Contestant::DirectCall => of(|tcp| Direct(inline::tcp(tcp))),
        Contestant::Scope => in_scope(),
        Contestant::HeapBinding => of(|tcp| Bound(HeapPlaced::new(inline::tcp(tcp)))),
        Contestant::InlineBinding => on_inline_bindings(),
        Contestant::InHeapPlace => of(|tcp| InPlace(inline::tcp(tcp), HeapPlace::new())),
        Contestant::InInlinePlace => on_inline_places(),
        Contestant::AsyncTrait => of(by_async_trait::tcp),
        Contestant::Dynosaur => of(by_dynosaur::tcp),
        Contestant::DynifyStack => {
            of(|tcp| Dynified(by_dynify::tcp(tcp), [MaybeUninit::uninit(); by_dynify::SIZE]))
        }
        Contestant::DynifyHeap => of(|tcp| Dynified(by_dynify::tcp(tcp), Vec::new())),
        Contestant::Stackfuture => of(by_stackfuture::tcp),
        Contestant::BoxFuture => of(boxed::tcp),
    }
}

fn of<L: Link>(link: impl Fn(Tcp) -> L + 'static) -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        drive(&runtime, async {
            let (server, client) = pair().await?;
            both(link(server), link(client), calls).await
        })
    })
}

fn in_scope() -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        let talk = async {
            let (server, client) = pair().await?;
            both(Direct(inline::tcp(server)), Direct(inline::tcp(client)), calls).await
        };
        drive(&runtime, within(HeapArena::new(), talk))
    })
}

fn on_inline_bindings() -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        drive(&runtime, async {
            let (server, client) = pair().await?;
            let [a, b] = [const { InlinePlace::<{ inline::LARGEST }>::new() }; 2];
            let (a, b) = (pin!(a), pin!(b));
            let server = Placed::new_in(inline::tcp(server), a).unwrap_or_else(|_| no_room());
            let client = Placed::new_in(inline::tcp(client), b).unwrap_or_else(|_| no_room());
            both(Bound(server), Bound(client), calls).await
        })
    })
}

fn on_inline_places() -> Run {
    let runtime = runtime();
    Box::new(move |calls| {
        drive(&runtime, async {
            let (server, client) = pair().await?;
            let [a, b] = [const { InlinePlace::<{ inline::LARGEST }>::new() }; 2];
            let (mut a, mut b) = (pin!(a), pin!(b));
            let server = InPlace(inline::tcp(server), &mut a);
            let client = InPlace(inline::tcp(client), &mut b);
            both(server, client, calls).await
        })
    })
}

/// Both ends of a connection.
async fn pair() -> io::Result<(Tcp, Tcp)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let client = TcpStream::connect(listener.local_addr()?).await?;
    let (server, _) = listener.accept().await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    Ok((Tcp(server), Tcp(client)))
}

async fn both(server: impl Link, client: impl Link, calls: u64) -> io::Result<u64> {
    let (_, sum) = tokio::try_join!(serve(server), ask(client, calls))?;
    Ok(sum)
}

/// Sends back what comes until the other side goes away.
async fn serve(mut link: impl Link) -> io::Result<()> {
    let mut buf = [0; 1024];
    loop {
        match link.receive(&mut buf).await? {
            0 => return Ok(()),
            length => link.send(&buf[..length]).await?,
        }
    }
}

/// Sends messages and waits for each to come back.
async fn ask(mut link: impl Link, calls: u64) -> io::Result<u64> {
    let message = [7; 256];
    let mut buf = [0; 1024];
    let mut sum = 0;
    for x in 0..calls {
        let length = 1 + x as usize % message.len();
        link.send(&message[..length]).await?;
        let mut received = 0;
        while received < length {
            match link.receive(&mut buf).await? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                part => received += part,
            }
        }
        sum += buf[..received.min(buf.len())].iter().map(|&byte| u64::from(byte)).sum::<u64>();
    }
    Ok(sum)
}
