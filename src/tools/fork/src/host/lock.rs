//! One `x.py` at a time in one build folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::host::system;
use crate::project::layout::Layout;

/// Held while a command works in the build folder. The system releases it when the
/// process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock.
    ///
    /// # Errors
    ///
    /// Another process has it: the message names that process and its command.
    pub fn take(layout: &Layout) -> Result<Self> {
        let path = layout.build().join(".lock");
        std::fs::create_dir_all(layout.build())
            .with_context(|| format!("could not make {}", layout.build().display()))?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .with_context(|| {
                let owner = system::owner(&path).or_else(|| system::owner(&layout.build()));
                let owner = owner.unwrap_or_else(|| "somebody else".to_owned());
                format!(
                    "could not open {}: the build folder is {owner}'s; run the command as {owner}, \
                     or as root give it away with `chown -R NAME {}`",
                    path.display(),
                    layout.build().display()
                )
            })?;
        match try_for_a_moment(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                bail!(
                    "another x.py is at work in {} ({}); wait until it is done, or end it",
                    layout.build().display(),
                    if holder.is_empty() { "it does not say which" } else { holder.trim_end() }
                );
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("could not lock {}", path.display()));
            }
        }
        let command: Vec<_> = std::env::args().skip(1).collect();
        let command = match &command[..] {
            [root, _, rest @ ..] if root == "--root" => rest,
            all => all,
        };
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "process {}: x.py {}", std::process::id(), command.join(" "))?;
        Ok(Lock { _file: file })
    }
}

/// A process that was killed leaves the lock to a child that it was just about to start:
/// that child ends at once, but not in the same moment.
fn try_for_a_moment(file: &File) -> Result<(), TryLockError> {
    for _ in 0..20 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
            answer => return answer,
        }
    }
    file.try_lock()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        let first = Lock::take(&layout).unwrap();
        let said = Lock::take(&layout).unwrap_err().to_string();
        assert!(said.contains(&format!("process {}", std::process::id())), "{said}");
        drop(first);
        Lock::take(&layout).unwrap();
    }
}
