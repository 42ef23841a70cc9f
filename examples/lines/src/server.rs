//! `lines serve`: listens, starts a task for each connection, and ends them all.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::arguments::Options;
use crate::complaint;
use crate::connection::AnyConnection;
use crate::counted::Counted;
use crate::paced::Paced;
use crate::registry::Registry;
use crate::signals::Signals;
use crate::stats::Stats;
use crate::talk::{Surroundings, talk};
use crate::tcp::Tcp;

/// How long to let things settle when no connection can be accepted.
const RESPITE: Duration = Duration::from_millis(100);

/// Serves until a signal comes.
///
/// The exit code says whether there was something to complain about that is not a peer's fault.
pub async fn run(options: Options) -> ExitCode {
    let opened = async {
        let listener = TcpListener::bind(&options.address).await?;
        let address = listener.local_addr()?;
        Ok::<_, io::Error>((listener, address, Signals::new()?))
    };
    let (listener, address, signals) = match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            complaint::print(&options.address, &error);
            return ExitCode::FAILURE;
        }
    };
    print(format_args!("listening on {address}\n"));
    let mut server = Server::new(&options);
    server.accept_until(signals, &listener, &options).await;
    // New peers are refused while the others are seen off.
    drop(listener);
    let grace = Duration::from_secs(options.grace);
    let cut_off = server.finish(grace).await;
    print(format_args!("connections: {}\n{}", server.connections, server.stats));
    if cut_off == 0 {
        return ExitCode::SUCCESS;
    }
    complaint::print("stopped", &format_args!("connections cut off: {cut_off}"));
    ExitCode::FAILURE
}

/// The tasks of a server, and what came of those that have ended.
struct Server {
    tasks: JoinSet<Stats>,
    surroundings: Surroundings,
    connections: u64,
    stats: Stats,
}

impl Server {
    fn new(options: &Options) -> Self {
        let registry = Arc::new(Registry::new(options.at_once));
        let surroundings = Surroundings { registry, stop: CancellationToken::new() };
        Server { tasks: JoinSet::new(), surroundings, connections: 0, stats: Stats::default() }
    }

    /// Starts a task for each connection until a signal comes.
    async fn accept_until(
        &mut self,
        mut signals: Signals,
        listener: &TcpListener,
        options: &Options,
    ) {
        loop {
            select! {
                () = signals.next() => return,
                Some(result) = self.tasks.join_next() => self.ended(result),
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => self.start(stream, peer, options),
                    Err(error) => {
                        complaint::print("accept", &error);
                        sleep(RESPITE).await;
                    }
                },
            }
        }
    }

    /// Moves a connection into a task, which then runs on whatever thread is free.
    fn start(&mut self, stream: TcpStream, peer: SocketAddr, options: &Options) {
        self.connections += 1;
        let connection = stack(stream, options);
        self.tasks.spawn(talk(connection, peer, self.surroundings.clone()));
    }

    fn ended(&mut self, result: Result<Stats, JoinError>) {
        match result {
            Ok(stats) => self.stats += stats,
            Err(error) => complaint::print("task", &error),
        }
    }

    /// Has all tasks end, and says how many did not in the time that they had.
    async fn finish(&mut self, grace: Duration) -> usize {
        self.surroundings.stop.cancel();
        let all = async {
            while let Some(result) = self.tasks.join_next().await {
                self.ended(result);
            }
        };
        // Whether there was time enough shows in what is left.
        let _ = timeout(grace, all).await;
        let cut_off = self.tasks.len();
        // Drops the calls that are under way, and then what they were called on.
        self.tasks.shutdown().await;
        cut_off
    }
}

/// Stacks a connection as the options ask.
///
/// Each of these coercions to `dyn Connection + Send` is where the compiler asks whether the
/// futures of that type are `Send`. What `talk` does with the outermost asks nothing more.
pub fn stack(stream: TcpStream, options: &Options) -> AnyConnection {
    let mut connection: AnyConnection = Box::new(Tcp::new(stream, options.longest.get().into()));
    if let Some(lines) = options.pace {
        connection = Box::new(Paced::new(connection, lines));
    }
    Box::new(Counted::new(connection))
}

/// Prints to standard output at once, whatever that is.
fn print(text: std::fmt::Arguments<'_>) {
    let mut out = io::stdout().lock();
    if let Err(error) = out.write_fmt(text).and_then(|()| out.flush()) {
        complaint::print("standard output", &error);
    }
}
