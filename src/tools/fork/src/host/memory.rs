//! Memory and swap that a build may use: the machine's, or what its control groups leave of it.

use std::path::{Path, PathBuf};

use crate::host::system;

const GB: u64 = 1 << 30;

/// Memory and swap together, and who sets the limit.
#[derive(Debug, PartialEq, Eq)]
pub struct Memory {
    pub bytes: u64,
    pub is_of_group: bool,
}

/// What there is, where the system says so.
pub fn memory() -> Option<Memory> {
    let machine = std::fs::read_to_string("/proc/meminfo").ok()?;
    let groups = std::fs::read_to_string(system::path("proc/self/cgroup")).unwrap_or_default();
    limited(&machine, &groups, &system::path("sys/fs/cgroup"))
}

/// The same for the texts of `/proc/meminfo` and `/proc/self/cgroup`, and the folder of groups.
fn limited(machine: &str, groups: &str, top: &Path) -> Option<Memory> {
    let kilobytes = |name: &str| -> Option<u64> {
        let line = machine.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    let mut memory = kilobytes("MemTotal:")?.saturating_mul(1024);
    let mut swap = kilobytes("SwapTotal:").unwrap_or(0).saturating_mul(1024);
    let whole = memory.saturating_add(swap);
    for folder in folders(groups, top) {
        let limit = |name: &str| -> Option<u64> {
            std::fs::read_to_string(folder.join(name)).ok()?.trim().parse().ok()
        };
        // Version 2 of control groups limits memory and swap apart, version 1 also both together.
        for name in ["memory.max", "memory.limit_in_bytes"] {
            memory = memory.min(limit(name).unwrap_or(u64::MAX));
        }
        swap = swap.min(limit("memory.swap.max").unwrap_or(u64::MAX));
        let both = limit("memory.memsw.limit_in_bytes").unwrap_or(u64::MAX);
        swap = swap.min(both.saturating_sub(memory));
    }
    let limited = memory.saturating_add(swap);
    // The kernel keeps a part for itself: a machine sold with 6 GB counts as one.
    let bytes = limited.saturating_add(GB / 2);
    Some(Memory { bytes, is_of_group: limited < whole })
}

/// The folders of the groups that we are in. Each of those above limits us too, and in a container
/// the path may be that of the machine outside, so that only the top is there.
fn folders(groups: &str, top: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for line in groups.lines() {
        let mut parts = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (parts.next(), parts.next()) else { continue };
        let top = match controllers {
            "" => top.to_owned(),
            "memory" => top.join("memory"),
            _ => continue,
        };
        let below = Path::new(path.trim_start_matches('/'));
        folders.extend(below.ancestors().map(|folder| top.join(folder)));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fsutil;

    const MACHINE: &str = "MemTotal:  8388608 kB\nMemFree: 1 kB\nSwapTotal:  4194304 kB\n";

    fn gigabytes(groups: &str, files: &[(&str, &str)]) -> (u64, bool) {
        let top = tempfile::tempdir().unwrap();
        for (path, text) in files {
            fsutil::write(&top.path().join(path), text.as_bytes()).unwrap();
        }
        let memory = limited(MACHINE, groups, top.path()).unwrap();
        (memory.bytes / GB, memory.is_of_group)
    }

    #[test]
    fn of_the_machine() {
        assert_eq!(gigabytes("", &[]), (12, false));
        assert_eq!(gigabytes("0::/a\n", &[("a/memory.max", "max\n")]), (12, false));
        assert_eq!(limited("nonsense", "", Path::new("/nowhere")), None);
    }

    #[test]
    fn of_control_groups() {
        let two = "2147483648\n";
        assert_eq!(gigabytes("0::/\n", &[("memory.max", two)]), (6, true));
        let files = [("memory.max", two), ("memory.swap.max", "0\n")];
        assert_eq!(gigabytes("0::/a/b\n", &files), (2, true));
        let group = "4:cpu:/x\n3:memory:/a\n";
        assert_eq!(gigabytes(group, &[("memory/a/memory.limit_in_bytes", two)]), (6, true));
        let files =
            [("memory/a/memory.limit_in_bytes", two), ("memory/memory.memsw.limit_in_bytes", two)];
        assert_eq!(gigabytes(group, &files), (2, true));
        // What stands for no limit there.
        let files = [("memory/a/memory.limit_in_bytes", "9223372036854771712\n")];
        assert_eq!(gigabytes(group, &files), (12, false));
    }
}
