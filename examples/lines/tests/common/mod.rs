//! What the tests share: a server that runs as a process of its own, and clients of it.

#![allow(dead_code, reason = "no test uses all of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// How long a test waits for what must come. Nothing takes that long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program.
pub fn lines() -> Command {
    Command::new(env!("CARGO_BIN_EXE_lines"))
}

/// Runs `lines send` and gives its exit code, standard output and standard error.
pub fn send(address: impl ToString, words: &[&str]) -> (Option<i32>, String, String) {
    let output = lines().arg("send").arg(address.to_string()).args(words).output();
    let Output { status, stdout, stderr } = output.expect("the program should start");
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A server that listens on the loopback interface.
pub struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub address: SocketAddr,
}

/// What a server leaves behind.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Server {
    /// Starts a server with two worker threads, and waits until it listens.
    pub fn start(options: &[&str]) -> Self {
        let mut command = lines();
        command.args(["serve", "127.0.0.1:0", "--workers", "2"]).args(options);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program should start");
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on ").expect("the server should listen");
        let address = address.trim_end().parse().unwrap();
        Server { child, stdout, address }
    }

    /// A client of the server.
    pub fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let pid = self.child.id().try_into().unwrap();
        // SAFETY: the process was not waited for, so the number is its own.
        assert_eq!(unsafe { libc::kill(pid, libc::SIGTERM) }, 0);
    }

    /// Waits until the server ends.
    pub fn wait(mut self) -> Ended {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        Ended { code: self.child.wait().unwrap().code(), stdout, stderr }
    }

    /// Ends the server, which must have nothing to complain about, and gives what it has counted.
    #[track_caller]
    pub fn stop(self) -> Ended {
        self.terminate();
        let ended = self.wait();
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(ended.stderr, "");
        ended
    }
}

impl Drop for Server {
    /// A test that fails leaves no server behind.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// What the server has counted under `name`.
    #[track_caller]
    pub fn count(&self, name: &str) -> u64 {
        let mut lines = self.stdout.lines().filter_map(|line| line.split_once(": "));
        let (_, count) = lines.find(|&(key, _)| key == name).expect("it should be counted");
        count.parse().unwrap()
    }
}

/// A client that waits for each answer.
pub struct Client(BufReader<TcpStream>);

impl Client {
    /// A client of the server that listens on `address`.
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Client(BufReader::new(stream))
    }

    /// Sends `bytes` as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    /// Says that no more will be sent.
    pub fn finish(&mut self) {
        self.0.get_mut().shutdown(Shutdown::Write).unwrap();
    }

    /// The next line from the server, or `""` when it has closed the connection.
    pub fn read(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line
    }

    /// Sends `line` and gives the answer to it, both without their ends.
    pub fn ask(&mut self, line: &str) -> String {
        self.write(format!("{line}\n").as_bytes());
        let mut answer = self.read();
        assert_eq!(answer.pop(), Some('\n'));
        answer
    }

    /// Sends `line` behind another one, whose answer says that the server has both; it is sure to
    /// have begun with the second when this is done.
    pub fn begin(&mut self, line: &str) {
        self.write(format!("echo begin\n{line}\n").as_bytes());
        assert_eq!(self.read(), "ok begin\n");
        thread::sleep(Duration::from_millis(500));
    }

    /// The address by which the server knows this client.
    pub fn local_address(&self) -> SocketAddr {
        self.0.get_ref().local_addr().unwrap()
    }
}
