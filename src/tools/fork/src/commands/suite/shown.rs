//! The test that a document names for a rule: whether it is there.

use std::path::Path;

/// Says what is wrong with the test at `path`, from `root`, or in it with the test `function`.
pub fn wrong_with(root: &Path, path: &str, function: Option<&str>) -> Option<String> {
    match (std::fs::read_to_string(root.join(path)), function) {
        (Err(_), _) => Some(format!("`{path}` is not there")),
        (Ok(text), Some(function)) if !text.contains(&format!("fn {function}(")) => {
            Some(format!("`{path}` has no `{function}`"))
        }
        (Ok(_), _) => None,
    }
}
