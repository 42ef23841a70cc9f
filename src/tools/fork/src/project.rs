//! What a project is: a repository, where its things are, and its settings.
//!
//! The lowest storey: it imports nothing of the others.

pub mod layout;
pub mod settings;

use std::path::PathBuf;

use anyhow::Result;

use layout::Layout;
use settings::Settings;

/// The repository and its settings.
pub struct Project {
    pub layout: Layout,
    pub settings: Settings,
}

impl Project {
    /// The project of the repository at `root`.
    pub fn open(root: PathBuf) -> Result<Self> {
        let layout = Layout::new(root);
        let settings = Settings::read(&layout)?;
        Ok(Project { layout, settings })
    }
}
