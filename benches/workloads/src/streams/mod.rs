//! Workloads (h) and (i): streams that wait for the operating system.

use tokio::runtime::{Builder, Runtime};

use crate::case::Outcome;

pub mod echo;
mod input;
mod link;
pub mod wc;

/// Makes the files of workload (i), if they are not there.
pub fn make_input() {
    input::path(false);
}

/// A runtime on this thread.
fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_io().build();
    runtime.expect("the operating system gives a runtime what it needs")
}

/// Drives a future on a runtime. Streams do not fail here.
fn drive(runtime: &Runtime, future: impl Future<Output = std::io::Result<u64>>) -> Outcome {
    let frame = size_of_val(&future);
    let sum = runtime.block_on(future).unwrap_or_else(|error| panic!("a stream failed: {error}"));
    Outcome { sum, frame }
}
