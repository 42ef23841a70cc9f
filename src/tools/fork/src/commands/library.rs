//! A standard library that is compiled in another way than the toolchain's, or for another machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::host::process::{self, ask, command};
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crates {
    /// `std` and what it is made of.
    Std,
    /// `core` and `alloc`, for a machine without an operating system.
    Alloc,
}

impl Crates {
    fn manifest(self) -> &'static str {
        match self {
            Crates::Std => "std/Cargo.toml",
            Crates::Alloc => "alloc/Cargo.toml",
        }
    }

    /// For `std` what `build/rust` has switched on too; elsewhere nobody else brings `memcpy`.
    fn features(self) -> &'static str {
        match self {
            Crates::Std => "backtrace panic-unwind",
            Crates::Alloc => "compiler-builtins-mem",
        }
    }
}

/// How it is built: profiles of the library's own workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// As for users: with the lines for reports.
    Dist,
    /// Optimised a little: it takes less time, and what runs on it are programs of a few lines.
    Quick,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Profile::Dist => "dist",
            Profile::Quick => "release",
        }
    }
}

/// What is built.
#[derive(Clone, Debug)]
pub struct Library<'a> {
    /// The name of its folder in `build/library`.
    pub name: &'a str,
    pub target: &'a str,
    pub crates: Crates,
    pub profile: Profile,
    /// Arguments for rustc.
    pub flags: Vec<String>,
    /// Where the library's source is, if neither in the toolchain nor in `build/rust`.
    pub source: Option<&'a Path>,
}

impl Library<'_> {
    /// Builds it with `rustc`, unless that is done already, and gives its folder, an argument of
    /// rustc's `--sysroot`.
    ///
    /// # Errors
    ///
    /// The library's source is not there, or does not compile.
    pub fn build(&self, project: &Project, stage0: &Stage0, rustc: &Path) -> Result<PathBuf> {
        let source = self.source(project, rustc)?;
        let folder = project.layout.build().join("library").join(self.name);
        let target = folder.join("target");
        // A folder without a library: the crates must not find those of the toolchain.
        let nothing = folder.join("nothing");
        let mut flags = self.flags.clone();
        if self.profile == Profile::Quick {
            flags.push("-Copt-level=1".to_owned());
            // Errors tell through which functions of the library they came, so they are those that
            // are left in a library of users.
            flags.push("-Zinline-mir=yes".to_owned());
        }
        flags.push("-Zforce-unstable-if-unmarked".to_owned());
        // For programs with link-time optimisation.
        flags.push("-Cembed-bitcode=yes".to_owned());
        flags.push(format!("--sysroot={}", nothing.display()));
        // As in an installed library: the files' names are the same wherever it was built.
        flags.push(format!("--remap-path-prefix={}=library", source.display()));
        // Cargo cannot tell two builds of the fork apart, and crates of two sources or with other
        // flags would lie side by side.
        let identity = format!("{}{}\n", compiler::identity(rustc)?, flags.join("\n"));
        fsutil::forget_another_build(&[&folder], &folder.join("build.stamp"), &identity)?;
        std::fs::create_dir_all(&nothing)?;
        let mut cargo = command(&stage0.cargo);
        cargo
            // Nothing is linked: a dynamic library would be for nobody.
            .args(["rustc", "--lib", "--crate-type", "rlib", "--locked"])
            .args(["--profile", self.profile.name(), "--features"])
            .args([self.crates.features(), "--target", self.target, "--manifest-path"])
            .arg(source.join(self.crates.manifest()))
            .arg("--target-dir")
            .arg(&target)
            .env("RUSTC", rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            // As bootstrap has it: crates of the library never have the names of a program's.
            .env("__CARGO_DEFAULT_LIB_METADATA", self.name)
            // Between the flags, since a path may have a space.
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        Progress::new(&project.layout, 1)
            .step(&format!("build the library `{}`", self.name), || process::run(&mut cargo))?;
        let sysroot = folder.join("sysroot");
        fsutil::remove_folder(&sysroot)?;
        copy_static(
            &target.join(self.target).join(self.profile.name()).join("deps"),
            &self.libraries(&sysroot),
        )?;
        Ok(sysroot)
    }

    fn source(&self, project: &Project, rustc: &Path) -> Result<PathBuf> {
        let named = self.source.map(std::path::absolute).transpose()?;
        let sysroot = ask(command(rustc).args(["--print", "sysroot"]))
            .with_context(|| format!("{} says nothing", rustc.display()))?;
        let with_toolchain = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
        let elsewhere = [with_toolchain, project.layout.tree().join("library")];
        let places: Vec<_> = match named {
            Some(named) => vec![named],
            None => elsewhere.into(),
        };
        match places.iter().find(|place| place.join(self.crates.manifest()).is_file()) {
            Some(place) => Ok(place.clone()),
            None => bail!(
                "the source of the library is not at {}",
                places
                    .iter()
                    .map(|place| project.layout.show(place).to_string())
                    .collect::<Vec<_>>()
                    .join(", nor at ")
            ),
        }
    }

    /// The folder of the target's libraries in a toolchain.
    pub fn libraries(&self, sysroot: &Path) -> PathBuf {
        sysroot.join("lib/rustlib").join(self.target).join("lib")
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
