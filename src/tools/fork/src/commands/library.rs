//! The standard library, compiled with a sanitizer.
//!
//! ThreadSanitizer has to see every access: what orders the accesses of two threads is often inside
//! the library, such as the queue of a channel, and where it is not seen, the sanitizer reports
//! races that are none, and misses those between the library and the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::host::process::{self, ask, command};
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;

/// The profile that the library's own workspace has for what is given to users: it keeps the
/// bitcode for programs with link-time optimisation, and the lines for reports.
const PROFILE: &str = "dist";

/// What `build/rust` has switched on too.
const FEATURES: &str = "backtrace panic-unwind";

/// Builds the library with `rustc` and the sanitizer of that name, unless that is done already, and gives its folder, an argument
/// of rustc's `--sysroot`.
///
/// # Errors
///
/// The library's source is not there, or does not compile.
pub fn build(project: &Project, stage0: &Stage0, rustc: &Path, sanitizer: &str) -> Result<PathBuf> {
    let source = source(project, rustc)?;
    let folder = project.layout.build().join("sanitizer").join(sanitizer);
    let target = folder.join("target");
    // Cargo cannot tell two builds of the fork apart, and crates of two sources would lie side by
    // side.
    let identity = format!("{}{}\n", compiler::identity(rustc)?, source.display());
    fsutil::forget_another_build(&[&folder], &folder.join("build.stamp"), &identity)?;
    // A folder without a library: the crates must not find those that are not instrumented.
    let nothing = folder.join("nothing");
    std::fs::create_dir_all(&nothing)?;
    let flags = [
        format!("-Zsanitizer={}", sanitizer),
        "-Zexternal-clangrt".to_owned(),
        "-Zforce-unstable-if-unmarked".to_owned(),
        format!("--sysroot={}", nothing.display()),
    ];
    let mut cargo = command(&stage0.cargo);
    cargo
        .args(["build", "--locked", "--profile", PROFILE, "--features", FEATURES, "--target"])
        .arg(&stage0.host)
        .arg("--manifest-path")
        .arg(source.join("sysroot/Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        // As bootstrap has it: crates of the library never have the names of a program's.
        .env("__CARGO_DEFAULT_LIB_METADATA", sanitizer)
        // Between the flags, since a path may have a space.
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    Progress::new(&project.layout, 1)
        .step(&format!("build the library with {} sanitizer", sanitizer), || {
            process::run(&mut cargo)
        })?;
    let sysroot = folder.join("sysroot");
    fsutil::remove_folder(&sysroot)?;
    copy_static(
        &target.join(&stage0.host).join(PROFILE).join("deps"),
        &sysroot.join("lib/rustlib").join(&stage0.host).join("lib"),
    )?;
    Ok(sysroot)
}

/// Where the source of a compiler's library is: in its toolchain, else in `build/rust`.
fn source(project: &Project, rustc: &Path) -> Result<PathBuf> {
    let sysroot = ask(command(rustc).args(["--print", "sysroot"]))
        .with_context(|| format!("{} says nothing", rustc.display()))?;
    let with_toolchain = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
    let places = [with_toolchain, project.layout.tree().join("library")];
    match places.iter().find(|place| place.join("sysroot/Cargo.toml").is_file()) {
        Some(place) => Ok(place.clone()),
        None => bail!(
            "the source of the library is neither at {} nor at {}",
            places[0].display(),
            project.layout.show(&places[1])
        ),
    }
}

/// Copies what can be linked into a program of one piece.
fn copy_static(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        if let (Some("rlib"), Some(name)) =
            (path.extension().and_then(|extension| extension.to_str()), path.file_name())
        {
            std::fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_static_libraries_are_copied() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("a/b"));
        std::fs::create_dir(&from).unwrap();
        for name in ["libcore-1.rlib", "libcore-1.rmeta", "libstd-2.so", "core-1.d", "rlib"] {
            std::fs::write(from.join(name), name).unwrap();
        }
        copy_static(&from, &to).unwrap();
        let copied: Vec<_> =
            to.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(copied, ["libcore-1.rlib"]);
    }
}
