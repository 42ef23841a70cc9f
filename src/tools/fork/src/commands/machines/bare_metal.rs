//! Programs without an operating system and without an allocator, on boards in QEMU.

use std::path::Path;

use anyhow::{Context, Result};

use crate::commands::library::{Crates, Library, Profile};
use crate::commands::suite::tally::Tally;
use crate::host::fsutil;
use crate::host::llvm;
use crate::host::needs;
use crate::host::process::{self, command};
use crate::host::stage0::Stage0;
use crate::project::Project;

/// A board.
pub struct Board {
    pub triple: &'static str,
    /// QEMU's name for it.
    name: &'static str,
}

/// All of them: a Cortex-M4 and a Cortex-M0.
pub const BOARDS: [Board; 2] = [
    Board { triple: "thumbv7em-none-eabihf", name: "mps2-an386" },
    Board { triple: "thumbv6m-none-eabi", name: "microbit" },
];

/// The programs.
const FOLDER: &str = "src/tools/targets/bare-metal";

/// How they are optimised.
const LEVELS: [&str; 3] = ["0", "s", "3"];

impl Board {
    /// The board of that name, if there is one.
    pub fn named(triple: &str) -> Option<&'static Board> {
        let boards: &'static [Board] = const { &BOARDS };
        boards.iter().find(|board| board.triple == triple)
    }

    /// Sees to it that everything is there.
    ///
    /// # Errors
    ///
    /// Something is missing, and cannot be installed from here.
    pub fn require(&self, project: &Project) -> Result<()> {
        needs::require_these(project, &needs::TO_EMULATE_ARM)
    }

    /// What the programs run in, with its version.
    pub fn version(&self) -> String {
        process::version("qemu-system-arm", &["--version"])
    }

    /// Compiles and runs the programs, and counts.
    ///
    /// # Errors
    ///
    /// Something does not compile.
    pub fn count(
        &self,
        project: &Project,
        stage0: &Stage0,
        rustc: &Path,
        source: Option<&Path>,
    ) -> Result<Tally> {
        let library = Library {
            name: self.triple,
            target: self.triple,
            crates: Crates::Alloc,
            profile: Profile::Quick,
            flags: Vec::new(),
            source,
        };
        let sysroot = library.build(project, stage0, rustc)?;
        let folder = project.layout.build().join("bare-metal").join(self.triple);
        fsutil::remove_folder(&folder)?;
        std::fs::create_dir_all(&folder)?;
        let linker = llvm::prefix(&project.settings)
            .with_context(|| format!("there is no LLVM {}", llvm::MAJOR))?
            .join("bin/ld.lld");
        let programs = project.layout.root.join(FOLDER);
        let mut tally = Tally::default();
        for level in LEVELS {
            let program = folder.join(format!("level-{level}"));
            let mut compile = command(rustc);
            compile
                .arg(programs.join("main.rs"))
                .args(["--edition=2024", "--target", self.triple, "-Cdebuginfo=0"])
                .arg(format!("-Copt-level={level}"))
                .arg(format!("--sysroot={}", sysroot.display()))
                .arg(format!("-Clinker={}", linker.display()))
                .arg(format!("-Clink-arg=-T{}", programs.join("link.x").display()))
                .arg("-o")
                .arg(&program)
                .env("RUSTC_BOOTSTRAP", "1");
            process::output(&mut compile)?;
            let mut qemu = command("qemu-system-arm");
            qemu.args(["-M", self.name, "-nographic", "-monitor", "none", "-serial", "none"])
                .args(["-semihosting-config", "enable=on,target=native", "-kernel"])
                .arg(&program);
            tally += Tally::of_command(&mut qemu)?;
        }
        Ok(tally)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_are_known_by_name() {
        assert_eq!(Board::named("thumbv6m-none-eabi").map(|board| board.name), Some("microbit"));
        assert!(Board::named("s390x-unknown-linux-gnu").is_none());
    }
}
