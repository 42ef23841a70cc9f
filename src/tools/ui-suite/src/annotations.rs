//! Annotations in a test (`//~ ERROR …`), and whether they say what the compiler said.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostics::Message;
use crate::directives::Severity;

/// What the test says that the compiler says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// `None` for what belongs to no line.
    pub line: Option<usize>,
    pub severity: Severity,
    /// Part of the message.
    pub text: String,
}

static ANNOTATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"//(?:\[(?P<revisions>[\w\-,]+)\])?~(?P<where>\?|\||v+|\^*)").expect("well formed")
});

/// Reads the annotations that apply to `revision`.
///
/// # Errors
///
/// One that refers to a line which is not there.
pub fn read(text: &str, revision: Option<&str>) -> Result<Vec<Expected>, String> {
    let mut all = Vec::new();
    let mut last = None;
    for (number, line) in text.lines().enumerate().map(|(number, line)| (number + 1, line)) {
        let Some(found) = ANNOTATION.captures(line) else { continue };
        if let Some(revisions) = found.name("revisions") {
            match revision {
                None => return Err(format!("line {number}: the test has no revisions")),
                Some(revision) if !revisions.as_str().split(',').any(|name| name == revision) => {
                    continue;
                }
                Some(_) => {}
            }
        }
        let place = &found["where"];
        let target = match place.chars().next() {
            Some('|') => last.ok_or(format!("line {number}: nothing to be beside"))?,
            Some('?') => None,
            Some('v') => Some(number + place.len()),
            _ => Some(number.checked_sub(place.len()).ok_or(format!("line {number}: too high"))?),
        };
        if place != "|" {
            last = Some(target);
        }
        let rest = line[found.get(0).expect("the whole").end()..].trim_start();
        let end = rest.find(|c: char| c != '_' && !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (severity, text) = match rest[..end].parse() {
            Ok(severity) => (severity, &rest[end..]),
            Err(()) => (Severity::Unnamed, rest),
        };
        let text = text.strip_prefix(':').unwrap_or(text).trim().to_owned();
        all.push(Expected { line: target, severity, text });
    }
    Ok(all)
}

/// The differences between annotations and messages, each as a sentence; none means that
/// they agree.
///
/// Every annotation needs a message of its own. Every error and warning needs an
/// annotation, and so does every message of another severity that the test annotates
/// somewhere, unless `optional` has it.
pub fn differences(expected: &[Expected], found: &[Message], optional: &[Severity]) -> Vec<String> {
    let mut open: Vec<&Expected> = expected.iter().collect();
    let mut differences = Vec::new();
    for message in found {
        let same = open.iter().position(|expected| {
            expected.line == message.line
                && expected.severity == message.severity
                && message.text.contains(&expected.text)
        });
        if let Some(same) = same {
            open.remove(same);
            continue;
        }
        let is_annotated = matches!(message.severity, Severity::Error | Severity::Warning)
            || expected.iter().any(|expected| expected.severity == message.severity);
        if message.is_wanted && is_annotated && !optional.contains(&message.severity) {
            differences.push(format!(
                "not annotated: {} {:?}: {}",
                place(message.line),
                message.severity,
                message.text
            ));
        }
    }
    for expected in open {
        differences.push(format!(
            "not said: {} {:?}: {}",
            place(expected.line),
            expected.severity,
            expected.text
        ));
    }
    differences
}

fn place(line: Option<usize>) -> String {
    line.map_or("no line,".to_owned(), |line| format!("line {line},"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(line: usize, severity: Severity, text: &str) -> Message {
        Message { line: Some(line), severity, text: text.to_owned(), is_wanted: true }
    }

    #[test]
    fn places() {
        let text = "a //~ ERROR one\n//~^ ERROR: two\n//~| NOTE three\n//~v HELP four\n\n\
            //~? WARN five\n//~ six";
        let found = read(text, None).unwrap();
        let found: Vec<_> =
            found.iter().map(|found| (found.line, found.severity, &*found.text)).collect();
        assert_eq!(
            found,
            [
                (Some(1), Severity::Error, "one"),
                (Some(1), Severity::Error, "two"),
                (Some(1), Severity::Note, "three"),
                (Some(5), Severity::Help, "four"),
                (None, Severity::Warning, "five"),
                (Some(7), Severity::Unnamed, "six"),
            ]
        );
    }

    #[test]
    fn revisions() {
        let text = "x //[a,b]~ ERROR one\n//[b]~^ ERROR two\n//[a,b]~| ERROR three";
        assert_eq!(read(text, Some("a")).unwrap().len(), 2);
        assert_eq!(read(text, Some("b")).unwrap().len(), 3);
        assert!(read(text, None).is_err());
        assert!(read("//~| ERROR", None).is_err());
        assert!(read("//~^^ ERROR", None).is_err());
    }

    #[test]
    fn agreement() {
        let expected = read("x //~ ERROR not\n", None).unwrap();
        let error = message(1, Severity::Error, "this is not allowed [E0658]");
        let note = message(1, Severity::Note, "because");
        assert!(differences(&expected, &[error, note], &[]).is_empty());
    }

    #[test]
    fn disagreement() {
        let expected = read("x //~ ERROR not\n", None).unwrap();
        let error = |line, text| message(line, Severity::Error, text);
        assert_eq!(differences(&expected, &[], &[]).len(), 1);
        assert_eq!(differences(&expected, &[error(2, "not")], &[]).len(), 2);
        assert_eq!(differences(&expected, &[error(1, "no")], &[]).len(), 2);
        assert_eq!(differences(&expected, &[error(1, "not"), error(1, "not")], &[]).len(), 1);
        let warning = message(4, Severity::Warning, "careful");
        assert_eq!(differences(&[], std::slice::from_ref(&warning), &[]).len(), 1);
        assert!(differences(&[], &[warning], &[Severity::Warning]).is_empty());
    }

    #[test]
    fn a_severity_that_is_annotated_once_is_annotated_always() {
        let notes = [message(1, Severity::Note, "a"), message(2, Severity::Note, "b")];
        assert!(differences(&[], &notes, &[]).is_empty());
        let expected = read("//~ NOTE a", None).unwrap();
        assert_eq!(differences(&expected, &notes, &[]).len(), 1);
    }
}
