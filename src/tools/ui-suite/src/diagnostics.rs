//! What the compiler said.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;
use ui_test::diagnostics::Diagnostics;

use crate::directives::Severity;

/// A line of the compiler's standard error, where it is a diagnostic.
#[derive(Deserialize)]
struct Diagnostic {
    message: String,
    code: Option<Code>,
    level: String,
    spans: Vec<Span>,
    children: Vec<Diagnostic>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    label: Option<String>,
    suggested_replacement: Option<String>,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
    macro_decl_name: String,
}

#[derive(Deserialize)]
struct FutureReport {
    future_incompat_report: Vec<FutureItem>,
}

#[derive(Deserialize)]
struct FutureItem {
    diagnostic: Diagnostic,
}

/// Something that an annotation can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// `None` for what belongs to no line of the file.
    pub line: Option<usize>,
    pub severity: Severity,
    pub text: String,
    /// Whether a test that annotates this severity at all has to annotate this one.
    pub is_wanted: bool,
}

/// Messages that count the others.
static SUMMARY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"aborting due to \d+ previous errors?|\d+ warnings? emitted").expect("well formed")
});

/// `ui_test`'s view of it: the text alone, since annotations are checked in
/// [`annotations`](crate::annotations).
pub fn extract(_: &Path, stderr: &[u8]) -> Diagnostics {
    Diagnostics { rendered: rendered(stderr).into_bytes(), ..Diagnostics::default() }
}

/// The text as a terminal would show it.
pub fn rendered(stderr: &[u8]) -> String {
    let mut all = String::new();
    for line in String::from_utf8_lossy(stderr).lines() {
        if let Ok(diagnostic) = serde_json::from_str::<Diagnostic>(line) {
            all.push_str(&diagnostic.rendered.unwrap_or_default());
        } else if let Ok(report) = serde_json::from_str::<FutureReport>(line) {
            if !report.future_incompat_report.is_empty() {
                all.push_str("Future incompatibility report: ");
            }
            for item in report.future_incompat_report {
                all.push_str("Future breakage diagnostic:\n");
                all.push_str(item.diagnostic.rendered.as_deref().unwrap_or("Not rendered"));
            }
        } else {
            all.push_str(line);
            all.push('\n');
        }
    }
    all
}

/// Everything that annotations of `file` can name, in order.
pub fn messages(file: &Path, stderr: &[u8]) -> Vec<Message> {
    let mut messages = Vec::new();
    for line in String::from_utf8_lossy(stderr).lines() {
        match serde_json::from_str::<Diagnostic>(line) {
            Ok(diagnostic) => add(&mut messages, &diagnostic, None, file),
            Err(_) => messages.push(Message {
                line: None,
                severity: Severity::Raw,
                text: line.to_owned(),
                is_wanted: false,
            }),
        }
    }
    messages
}

impl Span {
    /// Where in `file` this is, or the innermost macro call there that led to it.
    fn in_file(&self, file: &Path) -> Option<&Span> {
        let mut span = self;
        loop {
            if Path::new(&span.file_name) == file {
                return Some(span);
            }
            span = &span.expansion.as_ref()?.span;
        }
    }
}

fn add(messages: &mut Vec<Message>, diagnostic: &Diagnostic, parent: Option<&Span>, file: &Path) {
    let own = diagnostic.spans.iter().filter(|span| span.is_primary);
    let primary = own.filter_map(|span| span.in_file(file)).next().or(parent);
    let line = primary.map(|span| span.line_start);
    let severity = match &*diagnostic.level {
        "warning" => Severity::Warning,
        "note" | "failure-note" => Severity::Note,
        "help" => Severity::Help,
        _ => Severity::Error,
    };
    let is_summary = diagnostic.level == "failure-note" || SUMMARY.is_match(&diagnostic.message);
    for (number, text) in diagnostic.message.lines().enumerate() {
        let text = match &diagnostic.code {
            Some(code) => format!("{text} [{}]", code.code),
            None => text.to_owned(),
        };
        let is_wanted = number == 0 && (line.is_some() || !is_summary);
        messages.push(Message { line, severity, text, is_wanted });
    }
    if let Some(span) = primary {
        let replacement = span.suggested_replacement.as_deref().unwrap_or_default();
        for (number, text) in replacement.lines().enumerate() {
            messages.push(Message {
                line: Some(span.line_start + number),
                severity: Severity::Suggestion,
                text: text.to_owned(),
                is_wanted: !text.is_empty(),
            });
        }
        let mut expansion = span.expansion.as_deref();
        while let Some(Expansion { span, macro_decl_name }) = expansion {
            if Path::new(&span.file_name) == file {
                messages.push(Message {
                    line: Some(span.line_start),
                    severity: Severity::Note,
                    text: format!("in this expansion of {macro_decl_name}"),
                    is_wanted: true,
                });
            }
            expansion = span.expansion.as_deref();
        }
    }
    for span in diagnostic.spans.iter().filter_map(|span| span.in_file(file)) {
        if let Some(label) = &span.label {
            messages.push(Message {
                line: Some(span.line_start),
                severity: Severity::Note,
                text: label.clone(),
                is_wanted: !label.is_empty(),
            });
        }
    }
    for child in &diagnostic.children {
        add(messages, child, primary, file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: &str = r#"{"message":"no","code":{"code":"E0658"},"level":"error",
        "rendered":"error[E0658]: no\n","spans":[{"file_name":"/t/a.rs","line_start":3,
        "is_primary":true,"label":"here","suggested_replacement":null,"expansion":null}],
        "children":[{"message":"add\nit","code":null,"level":"help","spans":[],"children":[],
        "rendered":null}]}"#;
    const END: &str = r#"{"message":"aborting due to 1 previous error","code":null,
        "level":"error","spans":[],"children":[],"rendered":"error: aborting\n"}"#;

    fn said(lines: &[&str]) -> Vec<u8> {
        lines.iter().map(|line| line.replace('\n', "") + "\n").collect::<String>().into_bytes()
    }

    #[test]
    fn text() {
        assert_eq!(
            rendered(&said(&[ERROR, "thread panicked", END])),
            "error[E0658]: no\nthread panicked\nerror: aborting\n"
        );
    }

    #[test]
    fn what_can_be_annotated() {
        let found = messages(Path::new("/t/a.rs"), &said(&[ERROR, END]));
        let found: Vec<_> = found
            .iter()
            .map(|message| (message.line, message.severity, &*message.text, message.is_wanted))
            .collect();
        assert_eq!(
            found,
            [
                (Some(3), Severity::Error, "no [E0658]", true),
                (Some(3), Severity::Note, "here", true),
                (Some(3), Severity::Help, "add", true),
                (Some(3), Severity::Help, "it", false),
                (None, Severity::Error, "aborting due to 1 previous error", false),
            ]
        );
    }

    #[test]
    fn errors_in_other_files_have_no_line() {
        assert_eq!(messages(Path::new("/t/b.rs"), &said(&[ERROR]))[0].line, None);
    }
}
