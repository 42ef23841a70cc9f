//! The commands that the server knows.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::sleep;

use crate::handler::Handler;

/// `echo TEXT`: the text.
pub struct Echo;

impl Handler for Echo {
    fn name(&self) -> &'static str {
        "echo"
    }

    inline async fn handle(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
        out.write_all(line.as_bytes())
    }
}

/// `sum NUMBER...`: the sum.
pub struct Sum;

impl Handler for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }

    inline async fn handle(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
        let mut sum = 0_i64;
        for word in line.split_whitespace() {
            sum = sum.checked_add(number(word)?).ok_or_else(|| invalid("the sum is too large"))?;
        }
        write!(out, "{sum}")
    }
}

/// `wait MILLISECONDS`: nothing, but later.
pub struct Wait;

impl Handler for Wait {
    fn name(&self) -> &'static str {
        "wait"
    }

    inline async fn handle(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
        let time = number(line.trim())?;
        sleep(Duration::from_millis(time)).await;
        write!(out, "waited {time} ms")
    }
}

/// `tally WORD`: how often all peers have said the word.
#[derive(Default)]
pub struct Tally(Mutex<BTreeMap<String, u64>>);

impl Handler for Tally {
    fn name(&self) -> &'static str {
        "tally"
    }

    inline async fn handle(&self, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
        // A count is right even if a thread panicked beside it. No `await` while it is locked: the
        // guard is not `Send`, and so this would not be a handler.
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(line.trim().to_owned()).or_default();
        *count += 1;
        write!(out, "{count}")
    }
}

/// The number that `word` is.
fn number<N: FromStr>(word: &str) -> io::Result<N> {
    word.parse().map_err(|_| invalid(&format!("`{word}` is not a number that can be used here")))
}

fn invalid(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}
