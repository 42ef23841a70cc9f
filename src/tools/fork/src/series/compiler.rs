//! The fork's compiler: built where it is missing, and told from others.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Result, bail};

use crate::host::fsutil;
use crate::host::process;
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::edits;
use crate::series::git::{Git, blob_id, entry_of};
use crate::series::ready::{self, base_x};
use crate::series::state::State;

/// Builds the fork's compiler and library unless they are those of this state.
pub fn build_stage1(project: &Project, state: &State) -> Result<()> {
    let stamp = project.layout.build().join("stage1.stamp");
    let key = key(project, state)?;
    if project.layout.stage1_rustc().is_file()
        && fsutil::read_if_there(&stamp)?.is_some_and(|stamp| stamp == key.as_bytes())
    {
        return Ok(());
    }
    process::before_build()?;
    process::run(base_x(project).args(["build", "--stage", "1", "library"]))?;
    fsutil::write(&stamp, key.as_bytes())
}

/// What the build depends on: the tree's content and its settings.
fn key(project: &Project, state: &State) -> Result<String> {
    let git = Git::new(project.layout.tree());
    let settings = std::fs::read(project.layout.tree().join("bootstrap.toml"))?;
    let mut key = format!("{}\n{}\n", git.ask(["rev-parse", "HEAD"])?, blob_id(&settings));
    for path in edits::paths(&git, state)? {
        let is = entry_of(&git.tree().join(&path))?;
        key += &format!("{path} {}\n", is.map_or(String::new(), |(entry, _)| entry.blob));
    }
    Ok(key)
}

/// The compiler of a toolchain that is somewhere else.
///
/// # Errors
///
/// There is none.
pub fn of_toolchain(toolchain: &Path) -> Result<PathBuf> {
    let rustc = toolchain.join("bin").join(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    if !rustc.is_file() {
        bail!(
            "there is no compiler at {}: `--toolchain` takes the folder of a toolchain, the one \
             that has bin/rustc",
            rustc.display()
        );
    }
    Ok(rustc)
}

/// The compiler of a toolchain, or else of build/rust.
pub fn choose(project: &Project, toolchain: Option<&Path>) -> Result<(Stage0, PathBuf)> {
    if let Some(toolchain) = toolchain {
        let rustc = of_toolchain(toolchain)?;
        return Ok((Stage0::find(&project.settings)?, rustc));
    }
    let ready = ready::get_ready(project)?;
    Progress::new(&project.layout, 1)
        .step("build compiler and library", || build_stage1(project, &ready.state))?;
    Ok((ready.stage0, project.layout.stage1_rustc()))
}

/// Removes what another compiler has built in a target folder. Cargo cannot tell two builds of the
/// fork apart, which say the same of themselves, but crates that were built by one are of no use
/// to the other.
pub fn forget_other_compilers(target: &Path, rustc: &Path) -> Result<()> {
    // The last is what an example makes for other processors.
    let built = ["release", "debug", "firmware"].map(|folder| target.join(folder));
    fsutil::forget_another_build(&built, &target.join("compiler.stamp"), &identity(rustc)?)
}

/// A compiler's place, and the sizes and times of its libraries.
pub fn identity(rustc: &Path) -> Result<String> {
    let mut identity = format!("{}\n", rustc.display());
    let Some(toolchain) = rustc.parent().and_then(Path::parent) else { return Ok(identity) };
    let library = toolchain.join("lib");
    if !library.is_dir() {
        return Ok(identity);
    }
    let is_deep = |path: &Path| path.components().count() > 4;
    for path in fsutil::walk(&library, &is_deep)? {
        let about = std::fs::symlink_metadata(library.join(&path))?;
        if about.is_file() {
            let time = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            let line = format!("{} {} {}\n", path.display(), about.len(), time.as_nanos());
            identity += &line;
        }
    }
    Ok(identity)
}
