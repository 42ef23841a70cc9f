//! `lines send`: sends a line and prints the answer.

use std::io::{self, Write};
use std::process::ExitCode;

use tokio::net::TcpStream;

use crate::complaint;
use crate::connection::Connection;
use crate::tcp::Tcp;

/// The longest answer that is understood.
const LONGEST: usize = 128 * 1024;

/// Sends `words` as one line to `address` and prints what the server answers.
pub async fn run(address: &str, words: &[String]) -> ExitCode {
    match ask(address, words).await {
        Ok(answer) => print(&answer),
        Err(error) => {
            complaint::print(address, &error);
            ExitCode::FAILURE
        }
    }
}

/// The connection is of a known type here. So its methods are ordinary `async fn`s: there is no
/// object, no machine, and nothing to be bound.
async fn ask(address: &str, words: &[String]) -> io::Result<String> {
    let mut line = words.join(" ");
    if line.contains('\n') {
        let reason = "there is a line break in what is to be sent as one line";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    line.push('\n');
    let mut connection = Tcp::new(TcpStream::connect(address).await?, LONGEST);
    connection.write_all(line.as_bytes()).await?;
    let answer = connection.read_line().await?.map(str::to_owned);
    connection.close().await?;
    answer.ok_or_else(|| {
        let reason = "the server closed the connection without an answer";
        io::Error::new(io::ErrorKind::UnexpectedEof, reason)
    })
}

fn print(answer: &str) -> ExitCode {
    if let Some(answer) = answer.strip_prefix("ok ") {
        return match writeln!(io::stdout(), "{answer}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                complaint::print("standard output", &error);
                ExitCode::FAILURE
            }
        };
    }
    complaint::print("the server says", &answer.strip_prefix("error ").unwrap_or(answer));
    ExitCode::FAILURE
}
