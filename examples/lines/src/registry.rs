//! The handlers that there are.

use std::future::inline_async::HeapPlaced;
use std::io::{self, Write};
use std::num::NonZeroUsize;

use crate::handler::Handler;
use crate::handlers::{Echo, Sum, Tally, Wait};
use crate::limited::Limited;

/// Answers lines with the handler that their first word names.
#[derive(Default)]
pub struct Registry(Vec<Box<dyn Handler + Send + Sync>>);

impl Registry {
    /// All commands of this server, each of which answers `at_once` lines at once.
    pub fn new(at_once: Option<NonZeroUsize>) -> Self {
        let mut all = Registry::default();
        all.register(Echo);
        all.register(Sum);
        all.register(Wait);
        all.register(Tally::default());
        let Some(at_once) = at_once else { return all };
        let mut limited = Registry::default();
        for handler in all.0 {
            // A binding is a handler like any other. The first of the calls that run at once has
            // the binding's room, the others find theirs in the scopes of their tasks.
            limited.register(Limited::new(HeapPlaced::new(handler), at_once));
        }
        limited
    }

    /// Adds a handler.
    pub fn register<H: Handler + Send + Sync + 'static>(&mut self, handler: H) {
        self.0.push(Box::new(handler));
    }

    /// Answers `line`: `out` is `ok ANSWER` or `error REASON`, with the end of a line.
    ///
    /// A handler has many callers at once, so the room for its calls cannot be its own: it comes
    /// from the scope that the caller runs in.
    pub async fn answer(&self, line: &str, out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice(b"ok ");
        if let Err(error) = self.dispatch(line, out).await {
            out.clear();
            say(out, &error);
        } else {
            out.push(b'\n');
        }
    }

    async fn dispatch(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
        let line = line.trim_start();
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let Some(handler) = self.0.iter().find(|handler| handler.name() == name) else {
            return Err(self.unknown(name));
        };
        handler.handle(rest, out).await
    }

    fn unknown(&self, name: &str) -> io::Error {
        let names: Vec<_> = self.0.iter().map(|handler| handler.name()).collect();
        let names = names.join(", ");
        io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no command `{name}`; there are: {names}"),
        )
    }
}

/// Appends `error REASON` with the end of a line.
pub fn say(out: &mut Vec<u8>, error: &io::Error) {
    // A `Vec` takes all that is written to it.
    let _ = writeln!(out, "error {error}");
}
