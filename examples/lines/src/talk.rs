//! The task of one connection.

use std::future::inline_async::{HeapArena, HeapPlaced, within};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::select;
use tokio_util::sync::CancellationToken;

use crate::complaint;
use crate::connection::{AnyConnection, Connection};
use crate::registry::{self, Registry};
use crate::stats::Stats;

/// What a task needs beside its connection.
#[derive(Clone)]
pub struct Surroundings {
    pub registry: Arc<Registry>,
    /// Says that no more lines are to be read.
    pub stop: CancellationToken,
}

/// [`converse`] in a scope of its own: the calls on the connection, the decorators' calls on one
/// another, and those on handlers share the memory of one arena, which goes with the task.
pub fn talk(
    connection: AnyConnection,
    peer: SocketAddr,
    with: Surroundings,
) -> impl Future<Output = Stats> + Send {
    within(HeapArena::new(), converse(connection, peer, with))
}

/// Answers the lines of `connection` until there are no more, and closes it.
///
/// What goes wrong is complained about, and the peer is told, if it still listens.
pub async fn converse(
    mut connection: AnyConnection,
    peer: SocketAddr,
    with: Surroundings,
) -> Stats {
    if let Err(error) = answer_all(&mut *connection, &with).await {
        complaint::print(peer, &error);
        let mut last = Vec::new();
        registry::say(&mut last, &error);
        // It was the connection that failed, so this may fail too, and that says nothing more.
        let _ = connection.write_all(&last).await;
    }
    // A call that consumes an object is made on a binding, which owns it. Both go into this call,
    // and nothing of them is left.
    HeapPlaced::new(connection).close().await.unwrap_or_else(|error| {
        complaint::print(format_args!("{peer}: closing"), &error);
        Stats::default()
    })
}

/// Answers lines until the peer has sent its last, or the server is to stop.
///
/// A line that was read is answered: only waiting for the next one is given up, which drops the
/// call under way and leaves the connection as it was.
async fn answer_all(
    connection: &mut (dyn Connection + Send),
    with: &Surroundings,
) -> io::Result<()> {
    let mut out = Vec::new();
    loop {
        let line = select! {
            biased;
            () = with.stop.cancelled() => return Ok(()),
            line = connection.read_line() => line?,
        };
        let Some(line) = line else { return Ok(()) };
        with.registry.answer(line, &mut out).await;
        connection.write_all(&out).await?;
    }
}
