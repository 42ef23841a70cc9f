//! The house is as `lib.rs` says: no file imports from a storey above its own, nor two files
//! each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::host::fsutil;

/// From the bottom up.
const STOREYS: [&str; 5] = ["project", "host", "series", "commands", "cli"];

/// Which modules each module imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The storey of a module: its first name.
fn storey(module: &str) -> Option<usize> {
    let first = module.split("::").next()?;
    STOREYS.iter().position(|storey| *storey == first)
}

/// What the files in a folder of source import.
fn imports(source: &Path) -> Imports {
    let mut texts = BTreeMap::new();
    for path in fsutil::walk(source, &|_| false).unwrap() {
        let module = path.with_extension("").to_string_lossy().replace('/', "::");
        // The roots of the two crates and this file belong to no storey.
        let is_apart = ["lib", "main", "storeys"].contains(&module.as_str());
        if path.extension().is_some_and(|extension| extension == "rs") && !is_apart {
            texts.insert(module, std::fs::read_to_string(source.join(&path)).unwrap());
        }
    }
    let all: BTreeSet<_> = texts.keys().cloned().collect();
    texts.iter().map(|(module, text)| (module.clone(), imports_of(module, text, &all))).collect()
}

/// The modules that one file names, from the crate's root or from its parent, and those that it
/// has below itself: it knows what is in them without naming the way.
fn imports_of(module: &str, text: &str, all: &BTreeSet<String>) -> BTreeSet<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let text: String = text.lines().filter(is_code).flat_map(|line| [line, "\n"]).collect();
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let mut found = BTreeSet::new();
    for path in text.split("crate::").skip(1) {
        found.extend(modules_at("", path, all));
    }
    // In a module of tests, `super` is the file itself.
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    for path in code.split("super::").skip(1) {
        found.extend(modules_at(parent, path, all));
    }
    for path in code.split("mod ").skip(1).filter(|path| is_declared(path)) {
        found.extend(modules_at(module, path, all));
    }
    found.remove(module);
    found
}

/// Whether the text begins with a name and a semicolon.
fn is_declared(text: &str) -> bool {
    text.trim_start_matches(is_of_name).starts_with(';')
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The modules that a path such as `a::b::{self, C}` names below another module.
fn modules_at(above: &str, text: &str, all: &BTreeSet<String>) -> BTreeSet<String> {
    let length = text.find(|c| !is_of_name(c) && c != ':').unwrap_or(text.len());
    let (path, rest) = text.split_at(length);
    let braces = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
    let deepest = |from: &str, path: &str| {
        let mut at = from.to_owned();
        for name in path.split("::").filter(|name| !name.is_empty()) {
            let deeper = if at.is_empty() { name.to_owned() } else { format!("{at}::{name}") };
            if !all.contains(&deeper) {
                break;
            }
            at = deeper;
        }
        at
    };
    let at = deepest(above, path);
    let mut found: BTreeSet<_> = match braces {
        Some(braces) => {
            let names = braces.split(',').map(str::trim).filter(|name| !name.is_empty());
            names.map(|name| deepest(&at, name)).collect()
        }
        None => BTreeSet::from([at]),
    };
    found.remove("");
    found
}

/// What is wrong with the imports.
fn faults(imports: &Imports) -> Vec<String> {
    let mut faults = Vec::new();
    for (module, imported) in imports {
        if storey(module).is_none() {
            faults.push(format!("{module} stands in no storey"));
        }
        for other in imported {
            if other == "cli" {
                faults.push(format!("{module} imports {other}, which nothing imports"));
            } else if storey(other) > storey(module) {
                faults.push(format!("{module} imports {other}, which is above it"));
            }
            if reaches(imports, other, module) {
                faults.push(format!("{module} imports {other}, which imports it"));
            }
        }
    }
    faults
}

/// Whether one module imports another, itself or over others.
fn reaches(imports: &Imports, from: &str, to: &str) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            open.extend(imports.get(module).into_iter().flatten().map(String::as_str));
        }
    }
    false
}

#[test]
fn no_file_imports_from_above() {
    let imports = imports(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(imports["series::tree"].contains("series::git"), "{imports:?}");
    assert!(imports["commands::handover"].contains("commands::suite::style"), "{imports:?}");
    let faults = faults(&imports);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn faults_are_found() {
    let house = [
        ("cli", "use crate::commands::a;\n"),
        ("commands", "pub mod a;\n"),
        ("commands::a", "use crate::host::{\n    b,\n    c::D,\n};\n"),
        ("host", "pub mod b;\npub mod c;\n"),
        ("host::b", "use super::c;\n// crate::cli\nuse super::F;\n"),
        ("host::c", "fn f() { crate::commands::a::f() }\n#[cfg(test)]\nmod tests {\n"),
        ("project", "use crate::cli::Project;\n"),
        ("tower", ""),
    ];
    let all: BTreeSet<_> = house.iter().map(|(module, _)| module.to_string()).collect();
    let imports: Imports = house
        .iter()
        .map(|(module, text)| (module.to_string(), imports_of(module, text, &all)))
        .collect();
    let circle = |a: &str, b: &str| format!("{a} imports {b}, which imports it");
    assert_eq!(
        faults(&imports),
        [
            circle("commands::a", "host::b"),
            circle("commands::a", "host::c"),
            circle("host", "host::b"),
            circle("host", "host::c"),
            circle("host::b", "host"),
            circle("host::b", "host::c"),
            "host::c imports commands::a, which is above it".to_owned(),
            circle("host::c", "commands::a"),
            "project imports cli, which nothing imports".to_owned(),
            "tower stands in no storey".to_owned(),
        ]
    );
}
