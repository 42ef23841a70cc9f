//! RESULTS.md, in which each command that measures something has a section of its own.

use anyhow::Result;

use crate::host::fsutil;
use crate::project::Project;

/// A section: what it stands between. `x.py bench`, which writes the document, leaves it.
pub struct Section {
    pub begin: &'static str,
    pub end: &'static str,
}

impl Section {
    /// Writes the section into the document, where it has been or at the end.
    ///
    /// # Errors
    ///
    /// The document cannot be read or written.
    pub fn write(&self, project: &Project, text: &str) -> Result<()> {
        let path = project.layout.root.join("RESULTS.md");
        let document = fsutil::read_if_there(&path)?.unwrap_or_default();
        let document = self.put(&String::from_utf8(document)?, text);
        fsutil::write_if_changed(&path, document.as_bytes()).map(drop)
    }

    fn put(&self, document: &str, text: &str) -> String {
        let Section { begin, end } = self;
        let (before, after) = match document.split_once(begin) {
            Some((before, rest)) => {
                (before.to_owned(), rest.split_once(end).map_or("", |(_, after)| after))
            }
            None if document.is_empty() => (String::new(), ""),
            None => (format!("{}\n\n", document.trim_end()), ""),
        };
        format!("{before}{begin}{text}{end}{after}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_its_own_place() {
        let section = Section { begin: "<!-- a: by b -->\n", end: "\n<!-- end of a -->\n" };
        let Section { begin, end } = section;
        let first = section.put("# Results\n", "\nfirst\n");
        assert_eq!(first, format!("# Results\n\n{begin}\nfirst\n{end}"));
        let more = format!("{first}\nmore\n");
        assert_eq!(
            section.put(&more, "second\n"),
            format!("# Results\n\n{begin}second\n{end}\nmore\n")
        );
    }
}
