//! The guide, `src/doc/guide`: its pictures, and the messages that it has an answer to.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fork::host::fsutil;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn guide() -> PathBuf {
    root().join("src/doc/guide")
}

/// What the program that draws the pictures says of a guide, if they are not what the texts make.
fn wrong_pictures(guide: &Path) -> Option<String> {
    let mut draw = Command::new("python3");
    let said = draw.arg(guide.join("pictures/draw.py")).arg("--check").output().unwrap();
    (!said.status.success()).then(|| String::from_utf8_lossy(&said.stdout).into_owned())
}

#[test]
fn pictures_are_what_their_texts_make() {
    assert_eq!(wrong_pictures(&guide()), None);
}

#[test]
fn another_picture_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    fsutil::copy_folder(&guide(), folder.path(), &|_| false, &mut |_| {}).unwrap();
    let change = |path: &str, from: &str, to: &str| {
        let path = folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{}", path.display());
        fs::write(path, text.replace(from, to)).unwrap();
    };
    change("pictures/machine.txt", "waiting", "waits  ");
    change("src/pictures/scope.svg", "</svg>", "</svg> ");
    let wrong = wrong_pictures(folder.path()).unwrap();
    assert!(wrong.contains("machine.svg") && wrong.contains("scope.svg"), "{wrong}");
    assert!(!wrong.contains("vtable.svg"), "{wrong}");
}

/// Every picture has a text, and a chapter that shows it; every chapter is in the summary.
#[test]
fn nothing_is_left_over() {
    let read = |path: &Path| fs::read_to_string(guide().join("src").join(path)).unwrap();
    let files = fsutil::walk(&guide().join("src"), &|_| false).unwrap();
    let ends = |path: &&PathBuf, end: &str| path.extension().is_some_and(|other| other == end);
    let chapters: Vec<_> = files.iter().filter(|path| ends(path, "md")).collect();
    let texts: String = chapters.iter().map(|path| read(path)).collect();
    let pictures: Vec<_> = files.iter().filter(|path| ends(path, "svg")).collect();
    assert!(chapters.len() > 2 && !pictures.is_empty(), "{files:?}");
    let summary = read(Path::new("SUMMARY.md"));
    for chapter in chapters.iter().filter(|path| !path.ends_with("SUMMARY.md")) {
        assert!(summary.contains(&format!("({})", chapter.display())), "{}", chapter.display());
    }
    for picture in pictures {
        assert!(texts.contains(&format!("({})", picture.display())), "{}", picture.display());
    }
}

/// The chapter with the messages.
const CHAPTER: &str = "src/when-it-goes-wrong.md";

/// What stands before a message. A library's macro and a patch may have it too.
const MARKS: [&str; 2] = ["diag(", "message = "];

/// What stands before one in the library.
const MARKS_IN_LIBRARY: [&str; 5] =
    ["message = ", "panic_nounwind(", "panic!(", ".expect(", ".vacate("];

/// Messages that no program gets.
const NOT_SHOWN: [&str; 2] =
    ["something of this size can have this alignment", "`{Self}` is not a trait object"];

/// The literal that a text begins with, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let mut characters = text.trim_start().strip_prefix('"')?.chars();
    let mut literal = String::new();
    loop {
        match characters.next()? {
            '"' => return Some((literal, characters.as_str())),
            '\\' => match characters.next()? {
                '\n' => characters = characters.as_str().trim_start().chars(),
                other => literal.push(other),
            },
            other => literal.push(other),
        }
    }
}

/// The messages in a source, with placeholders in them.
fn templates(source: &str, marks: &[&str]) -> Vec<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: String = source.lines().filter(is_code).flat_map(|line| [line, "\n"]).collect();
    let mut found = Vec::new();
    for mark in marks {
        for after in code.split(mark).skip(1) {
            let mut rest = after;
            while let Some((message, after)) = literal(rest) {
                found.push(message);
                // `vacate` has two of them, what follows another message is its label or note.
                rest = if *mark == ".vacate(" { after.trim_start_matches(',') } else { "" };
            }
        }
    }
    found
}

/// Our messages: those of files that are ours, and those that patches put into the base's.
fn our_templates() -> Vec<String> {
    let mut found = Vec::new();
    for (folder, marks) in [("compiler", &MARKS[..]), ("library", &MARKS_IN_LIBRARY)] {
        for path in fsutil::walk(&root().join(folder), &|path| path.ends_with("tests")).unwrap() {
            let name = path.to_string_lossy();
            let is_ours = name.contains("inline_async") || name.contains("placeable");
            if is_ours && name.ends_with(".rs") {
                let source = fs::read_to_string(root().join(folder).join(&path)).unwrap();
                found.extend(templates(&source, marks));
            }
        }
    }
    let patches = root().join("src/patches");
    let patches: Vec<_> = fsutil::walk(&patches, &|_| false)
        .unwrap()
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "patch"))
        .map(|path| fs::read_to_string(patches.join(path)).unwrap())
        .collect();
    let with = |sign: char| {
        patches
            .iter()
            .flat_map(|patch| patch.lines())
            .filter_map(move |line| line.strip_prefix(sign))
    };
    // What a later patch takes away again is no message.
    let gone: Vec<_> = with('-').collect();
    let added: String =
        with('+').filter(|line| !gone.contains(line)).flat_map(|line| [line, "\n"]).collect();
    found.extend(templates(&added, &MARKS));
    found.retain(|template| !NOT_SHOWN.contains(&&**template));
    found
}

/// Whether a message is what a template makes.
fn is_of(message: &str, template: &str) -> bool {
    let mut pieces = template.split('{').enumerate().map(|(index, piece)| {
        if index == 0 { piece } else { piece.split_once('}').map_or(piece, |(_, piece)| piece) }
    });
    let Some(mut rest) = pieces.next().and_then(|first| message.strip_prefix(first)) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    rest.is_empty()
}

/// The messages that the chapter quotes, a line each, as they are.
fn quotes() -> Vec<String> {
    let chapter = fs::read_to_string(guide().join(CHAPTER)).unwrap();
    let blocks = chapter.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

/// A quoted message without what says how bad it is.
fn message(quote: &str) -> &str {
    let is_level = |level: &str| {
        let word = level.split('[').next().unwrap_or(level);
        ["error", "warning", "note", "help"].contains(&word)
    };
    quote.split_once(": ").filter(|(level, _)| is_level(level)).map_or(quote, |(_, rest)| rest)
}

#[test]
fn every_message_has_an_answer() {
    let (quotes, templates) = (quotes(), our_templates());
    assert!(templates.len() > 50, "{templates:#?}");
    let has_none = |template: &&String| !quotes.iter().any(|quote| is_of(message(quote), template));
    let without: Vec<_> = templates.iter().filter(has_none).collect();
    assert!(without.is_empty(), "{CHAPTER} does not quote: {without:#?}");
}

#[test]
fn every_quote_is_a_message() {
    let templates = our_templates();
    let tests = root().join("tests/ui");
    let said: String = fsutil::walk(&tests, &|_| false)
        .unwrap()
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "stderr" || end == "rs"))
        .map(|path| fs::read_to_string(tests.join(path)).unwrap())
        .collect();
    let is_none = |quote: &&String| {
        let is_ours = templates.iter().any(|template| is_of(message(quote), template));
        !is_ours && !said.contains(&***quote)
    };
    let (quotes, mut unknown) = (quotes(), Vec::new());
    unknown.extend(quotes.iter().filter(is_none));
    assert!(unknown.is_empty(), "nobody says: {unknown:#?}");
}

#[test]
fn messages_and_templates() {
    let source = "#[diag(\"`{$a}` is \\\n     b\", code = E1)]\n#[note(\"c\")]\n// diag(\"d\")\n#[diag(\n\"e\"\n)]\n\
                  x.vacate(\"f\", \"g\"); panic!(\"h {} {i}\")";
    assert_eq!(templates(source, &MARKS), ["`{$a}` is b", "e"]);
    assert_eq!(templates(source, &[".vacate(", "panic!("]), ["f", "g", "h {} {i}"]);
    for (text, template, is) in [
        ("`x` is b", "`{$a}` is b", true),
        ("`x` is c", "`{$a}` is b", false),
        ("a b", "a b", true),
        ("a b c", "a b", false),
        ("a 1 b 2", "a {} b {c}", true),
        ("a 1 c 2", "a {} b {c}", false),
    ] {
        assert_eq!(is_of(text, template), is, "{text} {template}");
    }
    assert_eq!(message("error[E0277]: `a`: b"), "`a`: b");
    assert_eq!(message("an arena: b"), "an arena: b");
}
