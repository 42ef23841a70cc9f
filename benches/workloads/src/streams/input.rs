//! The files that are read: text, and the same compressed.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Bytes of text.
const SIZE: usize = 100 << 20;

/// The file, made on first use beside the program, where cargo keeps what it builds.
pub fn path(gzip: bool) -> &'static Path {
    static PATHS: OnceLock<[PathBuf; 2]> = OnceLock::new();
    let paths = PATHS.get_or_init(|| make().expect("the build folder takes 100 MB more"));
    &paths[usize::from(gzip)]
}

fn make() -> io::Result<[PathBuf; 2]> {
    let program = std::env::current_exe()?;
    let folder = program.parent().expect("a program is in a folder");
    // Tests are a folder further down.
    let folder = match folder.ends_with("deps") {
        true => folder.parent().expect("`deps` is in a folder"),
        false => folder,
    };
    let paths = ["txt", "txt.gz"].map(|end| folder.join(format!("input.{end}")));
    if !paths[1].exists() {
        // The compressed one is there only when both are whole.
        let unfinished = folder.join(format!("input.{}", std::process::id()));
        let mut text = BufWriter::new(File::create(&unfinished)?);
        let mut compressed = GzEncoder::new(
            BufWriter::new(File::create(unfinished.with_extension("gz"))?),
            Compression::fast(),
        );
        let mut written = 0;
        let mut state = 1_u64;
        while written < SIZE {
            let line = line(&mut state);
            text.write_all(&line)?;
            compressed.write_all(&line)?;
            written += line.len();
        }
        text.into_inner()?.sync_all()?;
        compressed.finish()?.into_inner()?.sync_all()?;
        std::fs::rename(&unfinished, &paths[0])?;
        std::fs::rename(unfinished.with_extension("gz"), &paths[1])?;
    }
    Ok(paths)
}

/// A line of words of letters, the same in every run.
fn line(state: &mut u64) -> Vec<u8> {
    let mut line = Vec::with_capacity(128);
    let mut next = |below: u64| {
        *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (*state >> 33) % below
    };
    for _ in 0..1 + next(12) {
        for _ in 0..1 + next(9) {
            line.push(b'a' + next(26) as u8);
        }
        line.push(b' ');
    }
    line.push(b'\n');
    line
}
