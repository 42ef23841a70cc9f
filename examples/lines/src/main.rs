//! The program: a command line, and a runtime for what it asks for.

use std::io;
use std::process::ExitCode;

use lines::arguments::{Arguments, Command};
use lines::{client, complaint, server};
use tokio::runtime::{Builder, Runtime};

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
