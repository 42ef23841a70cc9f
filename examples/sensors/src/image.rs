//! What is in the image of a program.

use std::path::Path;

use anyhow::{Context, Result};
use object::read::elf::ElfFile32;
use object::{Object, ObjectSection, ObjectSymbol, SectionFlags, SectionKind, elf};

/// How much of its microcontroller a program takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Code, constants, and what statics are at first.
    pub flash: u64,
    /// Statics. The stack is not counted.
    pub ram: u64,
    /// The statics that are in flash too, as they are not all zeros at first.
    pub data: u64,
}

/// A static.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Static {
    pub name: String,
    pub section: String,
    pub size: u64,
}

fn read<T>(image: &Path, look: impl FnOnce(&ElfFile32<'_>) -> Result<T>) -> Result<T> {
    let bytes = std::fs::read(image).with_context(|| image.display().to_string())?;
    look(&ElfFile32::parse(&*bytes)?)
}

pub fn sizes(image: &Path) -> Result<Sizes> {
    read(image, |file| {
        let mut sizes = Sizes { flash: 0, ram: 0, data: 0 };
        for section in file.sections() {
            let SectionFlags::Elf { sh_flags } = section.flags() else { continue };
            if sh_flags & u64::from(elf::SHF_ALLOC) == 0 {
                continue;
            }
            let is_empty_at_first = section.kind() == SectionKind::UninitializedData;
            let is_written = sh_flags & u64::from(elf::SHF_WRITE) != 0;
            if !is_empty_at_first {
                sizes.flash += section.size();
            }
            if is_written {
                sizes.ram += section.size();
            }
            if is_written && !is_empty_at_first {
                sizes.data += section.size();
            }
        }
        Ok(sizes)
    })
}

/// The statics of the firmware itself, by the end of their names.
pub fn statics(image: &Path) -> Result<Vec<Static>> {
    read(image, |file| {
        let mut statics = Vec::new();
        for symbol in file.symbols().filter(|symbol| symbol.kind() == object::SymbolKind::Data) {
            let Some(index) = symbol.section_index() else { continue };
            statics.push(Static {
                name: symbol.name()?.to_owned(),
                section: file.section_by_index(index)?.name()?.to_owned(),
                size: symbol.size(),
            });
        }
        Ok(statics)
    })
}

/// Where the functions are that have one of these in their names, each from its first address to the
/// one after its last.
pub fn functions(image: &Path, names: &[&str]) -> Result<Vec<(u64, u64)>> {
    read(image, |file| {
        let functions = file.symbols().filter(|symbol| symbol.kind() == object::SymbolKind::Text);
        Ok(functions
            .filter(|symbol| {
                symbol.name().is_ok_and(|found| names.iter().any(|name| found.contains(name)))
            })
            // The lowest bit says that these are Thumb's instructions.
            .map(|symbol| (symbol.address() & !1, (symbol.address() & !1) + symbol.size()))
            .collect())
    })
}
