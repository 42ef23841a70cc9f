//! Disk and memory.

use std::path::Path;

use anyhow::{Result, bail};

use crate::host::memory::{self, Memory};
use crate::project::layout::Layout;
use crate::project::settings::Settings;

const GB: u64 = 1 << 30;

/// What a command needs, in gigabytes.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub disk: u64,
    pub memory: u64,
}

/// To make `build/rust`.
pub const TO_PREPARE: Room = Room { disk: 2, memory: 1 };

/// To build compiler, library, documentation tool and tests from nothing.
pub const TO_BUILD: Room = Room { disk: 7, memory: 6 };

/// To build again.
pub const TO_BUILD_AGAIN: Room = Room { disk: 2, memory: 6 };

/// To build it all and run the whole suite, whose steps leave little behind where disk is scarce.
pub const TO_TEST: Room = Room { disk: 9, memory: 6 };

/// To run the suite again.
pub const TO_TEST_AGAIN: Room = Room { disk: 5, memory: 6 };

/// Where less is free than this many gigabytes, disk is scarce: what the suite's steps make must fit.
const SCARCE: u64 = 6;

/// Whether what can be made again should go.
pub fn is_scarce(layout: &Layout) -> bool {
    free_disk(&layout.build()).is_some_and(|free| free < SCARCE * GB)
}

impl Room {
    /// What a build needs in this build folder.
    pub fn to_build(layout: &Layout) -> Self {
        if layout.stage1_rustc().exists() { TO_BUILD_AGAIN } else { TO_BUILD }
    }

    /// What the suite needs in this build folder.
    pub fn to_test(layout: &Layout) -> Self {
        if layout.stage1_rustc().exists() { TO_TEST_AGAIN } else { TO_TEST }
    }

    /// The same with what `config.toml` says instead.
    pub fn or_as_set(self, settings: &Settings) -> Self {
        Room {
            disk: settings.fork.disk.unwrap_or(self.disk),
            memory: settings.fork.memory.unwrap_or(self.memory),
        }
    }

    /// # Errors
    ///
    /// There is less; the message says how much is needed.
    pub fn require(self, layout: &Layout) -> Result<()> {
        if let Some(free) = free_disk(&layout.build())
            && free < self.disk * GB
        {
            bail!(
                "too little disk: {} has {} GB free, {} GB are needed; make room, or put the \
                 repository (or a link `build`) on a larger disk (`fork.disk` in config.toml \
                 sets the limit)",
                layout.build().display(),
                free / GB,
                self.disk
            );
        }
        if let Some(Memory { bytes, is_of_group }) = memory::memory()
            && bytes < self.memory * GB
        {
            let (who, mend) = match is_of_group {
                true => ("its control group leaves this process", "give the container more"),
                false => ("this machine has", "add swap"),
            };
            bail!(
                "too little memory: {who} {} GB, {} GB are needed; {mend}, or build with less at \
                 once (`build.jobs` in config.toml; `fork.memory` sets the limit)",
                bytes / GB,
                self.memory
            );
        }
        Ok(())
    }
}

/// Bytes free for us where `path` is or will be.
pub fn free_disk(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|path| path.exists())?;
    disk_of(there)
}

#[cfg(unix)]
fn disk_of(path: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(path).ok()?;
    Some(about.f_bavail * about.f_frsize)
}

#[cfg(not(unix))]
fn disk_of(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_much_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        let said = Room { disk: 1 << 30, memory: 0 }.require(&layout).unwrap_err().to_string();
        assert!(said.contains("too little disk") && said.contains("1073741824 GB"), "{said}");
        Room { disk: 0, memory: 0 }.require(&layout).unwrap();
    }
}
