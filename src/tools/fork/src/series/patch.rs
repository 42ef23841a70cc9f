//! The format of `src/patches/NNNN-topic.patch`.
//!
//! A patch file is a commit message (subject, empty line, description), an empty
//! line, and what `git diff -U0 --full-index` says, without the text after a hunk's
//! second `@@`, which would be a line of upstream's. The `index` lines name the blob
//! that each file must be before the patch and the blob that it is after it.

use anyhow::{Context, Result, bail};

use crate::series::git::Entry;

/// One patch of the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// Subject and description, without empty lines around.
    pub message: String,
    /// The diff, as git reads it.
    pub diff: String,
    /// What the diff says about each file.
    pub files: Vec<FileEdit>,
}

/// What a patch does to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    pub path: String,
    /// What the file must be; `None` when the patch makes it.
    pub before: Option<Entry>,
    /// What it is afterwards; `None` when the patch removes it.
    pub after: Option<Entry>,
    pub hunks: Vec<Hunk>,
}

/// One `@@` of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The line between (and with) the `@@`.
    pub header: String,
    /// The 1-based number of the first line of the old text (the line before it when
    /// nothing is replaced).
    pub old_start: usize,
    /// The lines that are replaced.
    pub old: Vec<String>,
    /// The 1-based number of the first line that the patch puts in.
    pub new_start: usize,
    /// The number of lines that the patch puts in.
    pub new_lines: usize,
}

impl Patch {
    /// Reads a patch file.
    pub fn parse(text: &str) -> Result<Self> {
        let start = match text.starts_with("diff --git ") {
            true => bail!("no subject before the first `diff --git` line"),
            false => text.find("\ndiff --git ").context("no `diff --git` line")? + 1,
        };
        let (message, diff) = text.split_at(start);
        Patch::new(message, diff)
    }

    /// A patch with this message and git's diff.
    pub fn new(message: &str, diff: &str) -> Result<Self> {
        let message = message.trim().to_owned();
        if message.is_empty() {
            bail!("no subject before the first `diff --git` line");
        }
        let diff = without_upstream_s_text(diff);
        let files = parse_files(&diff)?;
        Ok(Patch { message, diff, files })
    }

    /// The first line of the message.
    pub fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }

    /// The patch file.
    pub fn text(&self) -> String {
        format!("{}\n\n{}", self.message, self.diff)
    }

    /// Whether both say the same, however their hunks are cut.
    pub fn means(&self, other: &Patch) -> bool {
        let files = |patch: &Patch| -> Vec<_> {
            patch
                .files
                .iter()
                .map(|f| (f.path.clone(), f.before.clone(), f.after.clone()))
                .collect()
        };
        self.message == other.message && files(self) == files(other)
    }
}

/// Cuts the text after a hunk header's second `@@`.
fn without_upstream_s_text(diff: &str) -> String {
    let mut cut = String::with_capacity(diff.len());
    for line in diff.split_inclusive('\n') {
        let end = line.strip_prefix("@@ ").and_then(|rest| rest.find(" @@"));
        match end {
            Some(end) => {
                cut.push_str(&line[..end + 6]);
                cut.push('\n');
            }
            None => cut.push_str(line),
        }
    }
    cut
}

fn parse_files(diff: &str) -> Result<Vec<FileEdit>> {
    let mut files = Vec::new();
    let mut lines = diff.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(names) = line.strip_prefix("diff --git ") else {
            bail!("`{line}` where `diff --git` should stand");
        };
        let path = path_of(names).with_context(|| format!("`{line}`: cannot read the path"))?;
        let mut about = Vec::new();
        while let Some(line) =
            lines.next_if(|line| !line.starts_with("@@ ") && !line.starts_with("diff --git "))
        {
            about.push(line);
        }
        let (before, after) =
            entries(&about).with_context(|| format!("{path}: no full `index` line"))?;
        let mut hunks = Vec::new();
        while let Some(header) = lines.next_if(|line| line.starts_with("@@ ")) {
            let mut hunk = parse_header(header).with_context(|| format!("{path}: `{header}`"))?;
            while let Some(line) = lines.next_if(|line| line.starts_with(['+', '-', ' ', '\\'])) {
                if let Some(old) = line.strip_prefix('-') {
                    hunk.old.push(old.to_owned());
                } else if line.starts_with('+') {
                    hunk.new_lines += 1;
                } else if line.starts_with(' ') {
                    bail!("{path}: `{header}` has lines of context; the series has none");
                }
            }
            hunks.push(hunk);
        }
        files.push(FileEdit { path, before, after, hunks });
    }
    Ok(files)
}

/// `a/PATH b/PATH`, both the same.
fn path_of(names: &str) -> Option<String> {
    let half = names.len() / 2;
    let (a, b) = (names.get(..half)?, names.get(half + 1..)?);
    let (a, b) = (a.strip_prefix("a/")?, b.strip_prefix("b/")?);
    (a == b).then(|| a.to_owned())
}

type BeforeAndAfter = (Option<Entry>, Option<Entry>);

fn entries(about: &[&str]) -> Option<BeforeAndAfter> {
    let after_prefix = |prefix: &str| about.iter().find_map(|line| line.strip_prefix(prefix));
    let (made, removed) = (after_prefix("new file mode "), after_prefix("deleted file mode "));
    let (old_mode, new_mode) = (after_prefix("old mode "), after_prefix("new mode "));
    let index = after_prefix("index ")?;
    let (ids, index_mode) = match index.split_once(' ') {
        Some((ids, mode)) => (ids, Some(mode)),
        None => (index, None),
    };
    let (before, after) = ids.split_once("..").filter(|(a, b)| a.len() == 40 && b.len() == 40)?;
    let entry = |mode: Option<&str>, blob: &str| {
        Some(Entry { mode: mode?.to_owned(), blob: blob.to_owned() })
    };
    let before = match made {
        Some(_) => None,
        None => Some(entry(removed.or(old_mode).or(index_mode), before)?),
    };
    let after = match removed {
        Some(_) => None,
        None => Some(entry(made.or(new_mode).or(index_mode), after)?),
    };
    Some((before, after))
}

fn parse_header(header: &str) -> Option<Hunk> {
    let ranges = header.strip_prefix("@@ -")?.split(" @@").next()?;
    let (old, new) = ranges.split_once(" +")?;
    let start = |range: &str| range.split(',').next()?.parse().ok();
    Some(Hunk {
        header: format!("@@ -{ranges} @@"),
        old_start: start(old)?,
        new_start: start(new)?,
        ..Hunk::default()
    })
}

/// The topic of a patch with this subject, for its file name.
pub fn slug(subject: &str) -> String {
    let mut slug = String::new();
    for c in subject.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '`' {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "patch".to_owned() } else { slug.to_owned() }
}

/// Number and topic of a patch file's name.
pub fn parse_name(name: &str) -> Option<(u32, &str)> {
    let (number, topic) = name.strip_suffix(".patch")?.split_once('-')?;
    let number = (number.len() == 4).then(|| number.parse().ok())??;
    (!topic.is_empty()).then_some((number, topic))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "1111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222";

    fn example() -> String {
        format!(
            "Subject\n\nWhy it is so.\n\n\
             diff --git a/src/a b.rs b/src/a b.rs\nindex {ONE}..{TWO} 100644\n\
             --- a/src/a b.rs\n+++ b/src/a b.rs\n\
             @@ -4,0 +5,2 @@ fn upstream() {{\n+one\n+two\n@@ -9 +12 @@\n-old\n+new\n\
             diff --git a/gone b/gone\ndeleted file mode 100755\nindex {ONE}..{}\n\
             --- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n---- a/x\n",
            "0".repeat(40)
        )
    }

    #[test]
    fn round_trip_without_upstream_s_text() {
        let patch = Patch::parse(&example()).unwrap();
        assert_eq!(patch.subject(), "Subject");
        assert_eq!(patch.text(), example().replace(" fn upstream() {", ""));
        assert_eq!(Patch::parse(&patch.text()).unwrap(), patch);
    }

    #[test]
    fn what_it_says_about_files() {
        let patch = Patch::parse(&example()).unwrap();
        let [edited, removed] = &patch.files[..] else { panic!("{:?}", patch.files) };
        assert_eq!(edited.path, "src/a b.rs");
        assert_eq!(edited.before.as_ref().unwrap().blob, ONE);
        assert_eq!(edited.after.as_ref().unwrap().blob, TWO);
        let second = &edited.hunks[1];
        assert_eq!((second.old_start, second.new_start, second.new_lines), (9, 12, 1));
        assert_eq!(second.old, ["old"]);
        assert_eq!(removed.before.as_ref().unwrap().mode, "100755");
        assert_eq!(removed.after, None);
        assert_eq!(removed.hunks[0].old, ["--- a/x"]);
    }

    #[test]
    fn refuses_what_is_no_patch() {
        for (text, expected) in [
            ("no diff", "no `diff --git` line"),
            ("diff --git a/x b/x\n", "no subject"),
            ("S\n\ndiff --git a/x b/x\nindex 12..34 100644\n", "no full `index` line"),
        ] {
            let said = format!("{:#}", Patch::parse(text).unwrap_err());
            assert!(said.contains(expected), "{said}");
        }
        let context = example().replace("-old\n", " old\n");
        let said = format!("{:#}", Patch::parse(&context).unwrap_err());
        assert!(said.contains("context"), "{said}");
    }

    #[test]
    fn names() {
        assert_eq!(slug("Parse `inline async fn`: the marker"), "parse-inline-async-fn-the-marker");
        assert_eq!(slug("…"), "patch");
        assert_eq!(parse_name("0012-a-b.patch"), Some((12, "a-b")));
        assert_eq!(parse_name("12-a.patch"), None);
        assert_eq!(parse_name("0012-a.txt"), None);
    }
}
