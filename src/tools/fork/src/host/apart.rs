//! Packages that cannot be installed, as others would have to go for them: unpacked in a folder of
//! ours, from where their programs run.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use crate::host::apt;
use crate::host::fsutil;
use crate::project::layout::Layout;

/// `PATH` with the programs that were unpacked, which come last; `None` where it cannot have them.
pub fn search_path(layout: &Layout) -> Option<(String, OsString)> {
    let paths = env::var_os("PATH").unwrap_or_default();
    let paths = env::split_paths(&paths).chain([layout.apart().join("bin")]);
    Some(("PATH".to_owned(), env::join_paths(paths).ok()?))
}

/// Unpacks a package with all that it needs and the machine lacks. Each of its `programs` is a script
/// then that starts it with its libraries.
///
/// # Errors
///
/// apt cannot load the packages, or they are not what it says.
pub fn unpack(layout: &Layout, package: &str, programs: &[&str]) -> Result<()> {
    let folder = layout.apart();
    apt::remove_leftovers(&folder)?;
    let temporary = folder.join(format!("tmp{}", std::process::id()));
    let root = temporary.join("root");
    for file in apt::download_apart(&temporary, package)? {
        apt::unpack(&file, &root)?;
    }
    let unpacked = folder.join(package);
    fsutil::remove_folder(&unpacked)?;
    std::fs::rename(&root, &unpacked)?;
    fsutil::remove_folder(&temporary)?;
    for program in programs {
        let script = folder.join("bin").join(program);
        fsutil::write(&script, start(&unpacked, package, program).as_bytes())?;
        fsutil::set_executable(&script, true)?;
    }
    Ok(())
}

/// The script that starts a program.
fn start(unpacked: &Path, package: &str, program: &str) -> String {
    // Where the loader looks by itself, below the system's root.
    let mut libraries = vec!["lib".to_owned(), "usr/lib".to_owned()];
    for folder in ["lib", "usr/lib"] {
        let inside = std::fs::read_dir(unpacked.join(folder)).into_iter().flatten();
        let names = inside.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let of_machines = names.filter(|name| name.contains("-linux-"));
        libraries.extend(of_machines.map(|name| format!("{folder}/{name}")));
    }
    let libraries: Vec<_> = libraries.iter().map(|folder| format!("$root/{folder}")).collect();
    format!(
        "#!/bin/sh\n\
         root=$(dirname \"$0\")/../{package}\n\
         LD_LIBRARY_PATH={}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\n\
         export LD_LIBRARY_PATH\n\
         exec \"$root/usr/bin/{program}\" \"$@\"\n",
        libraries.join(":")
    )
}
