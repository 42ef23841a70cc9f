//! `x.py prepare`: makes `build/rust` say what the repository says.

use anyhow::Result;

use crate::host::needs::{self, Work};
use crate::project::Project;
use crate::series::tree;

/// Makes `build/rust`, or brings it up to date, with the little that this alone needs.
pub fn run(project: &Project) -> Result<()> {
    needs::require(project, Work::Prepare)?;
    tree::prepare(project).map(drop)
}
