//! A TCP line server on tokio's worker threads, whose connections and handlers are `dyn` objects.
//!
//! Both traits have `inline async fn` methods. A [`Connection`] is a `Box<dyn Connection + Send>`,
//! bound to room for its machine and moved into a task of its own: tokio polls that task now on one
//! worker thread, now on another, and the call that is under way goes with it. A [`Handler`] is
//! shared by all tasks, as `dyn Handler + Send + Sync`.
//!
//! One concern, one module. Of a line, in the order in which it passes through them: [`server`]
//! (which accepts), [`tcp`], [`paced`] and [`counted`] (which are the connection), [`talk`] (the
//! task), [`registry`], [`limited`] and [`handlers`] (which answer).
//!
//! [`Connection`]: connection::Connection
//! [`Handler`]: handler::Handler

#![feature(inline_async_fn, inline_async)]

mod arguments;
mod client;
mod complaint;
mod connection;
mod counted;
mod handler;
mod handlers;
mod limited;
mod paced;
mod registry;
mod server;
mod signals;
mod stats;
mod talk;
mod tcp;

use std::io;
use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

use crate::arguments::{Arguments, Command};

fn main() -> ExitCode {
    let command = match Arguments::from_environment() {
        Ok(arguments) => arguments.command,
        Err(code) => return code,
    };
    let runtime = match runtime(&command) {
        Ok(runtime) => runtime,
        Err(error) => {
            complaint::print("tokio", &error);
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(async {
        match command {
            Command::Serve(options) => server::run(options).await,
            Command::Send { address, words } => client::run(&address, &words).await,
        }
    })
}

/// A server has worker threads for its tasks; a client has one thing to do, and does it here.
fn runtime(command: &Command) -> io::Result<Runtime> {
    let mut builder = match command {
        Command::Serve(options) => {
            let mut builder = Builder::new_multi_thread();
            if let Some(workers) = options.workers {
                builder.worker_threads(workers.get());
            }
            builder
        }
        Command::Send { .. } => Builder::new_current_thread(),
    };
    builder.enable_all().build()
}
