//! Output without what differs from machine to machine, as compiletest writes it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::{Captures, Regex};
use ui_test::Error;
use ui_test::per_test_config::TestConfig;

macro_rules! regex {
    ($pattern:literal) => {{
        static REGEX: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("well formed"));
        &*REGEX
    }};
}

/// The paths of a test.
#[derive(Clone, Debug)]
pub struct Places {
    pub file: PathBuf,
    /// Where its output goes.
    pub folder: PathBuf,
    /// Where that of all tests goes.
    pub out: PathBuf,
}

/// Replaces paths, numbers of allocations, hashes, threads and annotations.
pub fn normalise(text: &str, Places { file, folder, out }: &Places) -> String {
    let mut text = text.to_owned();
    let mut replace = |from: &Path, to: &str| {
        text = text.replace(&*from.to_string_lossy(), to);
    };
    replace(file.parent().expect("a file has a folder"), "$DIR");
    replace(Path::new("/rustc/FAKE_PREFIX/library"), "$SRC_DIR");
    replace(Path::new("/rustc/FAKE_PREFIX/compiler"), "$COMPILER_DIR");
    replace(folder, "$TEST_BUILD_DIR");
    replace(out, "$BUILD_DIR");
    // The library of an installed toolchain knows no more of its paths, and one that cargo has
    // built begins with the crate.
    let text = regex!(r"(?m)^( *(?:-->|:::) )(?:library/)?((?:alloc|core|proc_macro|std)/src/)")
        .replace_all(&text, "$1$$SRC_DIR/$2");
    let text = regex!(r"SRC_DIR(.+):\d+:\d+(: \d+:\d+)?").replace_all(&text, "SRC_DIR$1:LL:COL");
    let text = text.replace(r"\\", r"\").replace("\r\n", "\n");
    let text = regex!(r"thread '(.*?)' \((rtid )?\d+\) panicked")
        .replace_all(&text, "thread '$1' ($$TID) panicked");
    let text = text.replace('\t', "\\t");
    let text = regex!(r"\s*//(\[.*\])?~.*").replace_all(&text, "");
    let text = without_hashes(&text);
    with_counted_allocations(&text)
}

/// Crate hashes and references back in symbols of the mangling `v0`.
fn without_hashes(text: &str) -> String {
    let mut text = text.to_owned();
    if regex!(r"_R.*?Cs[0-9a-zA-Z]+_").is_match(&text) {
        text = regex!(r"Cs[0-9a-zA-Z]+_").replace_all(&text, "CsCRATE_HASH_").into_owned();
    }
    if regex!(r"\(_R.*?B[0-9a-zA-Z]_").is_match(&text) {
        text = regex!(r"B[0-9a-zA-Z]_").replace_all(&text, "B<REF>_").into_owned();
    }
    text
}

/// Allocations in the order in which they are seen.
fn with_counted_allocations(text: &str) -> String {
    let mut seen: Vec<String> = Vec::new();
    let mut number = |name: &str| {
        seen.iter().position(|known| known == name).unwrap_or_else(|| {
            seen.push(name.to_owned());
            seen.len() - 1
        })
    };
    let bytes =
        regex!(r"╾─*a(?:lloc)?([0-9]+)(\+0x[0-9a-f]+)?(<imm>)?(?: \([0-9]+ ptr bytes\))?─*╼");
    let text = bytes.replace_all(text, |found: &Captures<'_>| {
        let part = |index| found.get(index).map_or("", |part| part.as_str());
        format!("╾ALLOC{}{}{}╼", number(part(1)), part(2), part(3))
    });
    regex!(r"\balloc([0-9]+)\b")
        .replace_all(&text, |found: &Captures<'_>| format!("ALLOC{}", number(&found[1])))
        .into_owned()
}

/// Compares output with what the file at `path` expects, or writes it there.
pub fn check(path: &Path, actual: Vec<u8>, bless: bool) -> Option<Error> {
    let expected = std::fs::read(path).unwrap_or_default();
    if actual == expected {
        return None;
    }
    if !bless {
        return Some(Error::OutputDiffers {
            path: path.to_owned(),
            output: actual.clone(),
            actual,
            expected,
            bless_command: Some("./x.py test --toolchain PATH --bless".to_owned()),
        });
    }
    let done = match actual.is_empty() {
        true => std::fs::remove_file(path),
        false => std::fs::write(path, actual),
    };
    done.err().map(|error| Error::ConfigError(format!("{}: {error}", path.display())))
}

/// For the outputs that `ui_test` itself checks: those of `run-rustfix` count, since the
/// others are checked in [`verdict`](crate::verdict) with more knowledge of the test.
pub fn check_fixed(path: &Path, output: &[u8], errors: &mut Vec<Error>, _: &TestConfig) {
    if is_fixed(path) {
        errors.extend(check(path, output.to_owned(), false));
    }
}

/// As [`check_fixed`], and writes what differs.
pub fn bless_fixed(path: &Path, output: &[u8], errors: &mut Vec<Error>, _: &TestConfig) {
    if is_fixed(path) {
        errors.extend(check(path, output.to_owned(), true));
    }
}

fn is_fixed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "fixed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        let [file, folder, out] = ["/t/ui/a.rs", "/o/ui/a", "/o"].map(PathBuf::from);
        normalise(text, &Places { file, folder, out })
    }

    #[test]
    fn paths() {
        assert_eq!(normal("  --> /t/ui/a.rs:LL:CC"), "  --> $DIR/a.rs:LL:CC");
        assert_eq!(
            normal("/rustc/FAKE_PREFIX/library/core/src/a.rs:12:3"),
            "$SRC_DIR/core/src/a.rs:LL:COL"
        );
        assert_eq!(
            normal("   |\n  --> library/core/src/a.rs:12:3"),
            "   |\n  --> $SRC_DIR/core/src/a.rs:LL:COL"
        );
        assert_eq!(normal("  --> core/src/a.rs:12:3"), "  --> $SRC_DIR/core/src/a.rs:LL:COL");
        assert_eq!(normal("a library/core"), "a library/core");
        assert_eq!(normal("/o/ui/a/x /o/b"), "$TEST_BUILD_DIR/x $BUILD_DIR/b");
    }

    #[test]
    fn annotations_and_threads() {
        assert_eq!(normal("LL |     f() //[a,b]~^ ERROR no"), "LL |     f()");
        assert_eq!(normal("thread 'main' (17) panicked"), "thread 'main' ($TID) panicked");
    }

    #[test]
    fn allocations() {
        assert_eq!(normal("╾──alloc7──╼ alloc9 alloc7"), "╾ALLOC0╼ ALLOC1 ALLOC0");
        assert_eq!(normal("_RNvCs1a2b_1f"), "_RNvCsCRATE_HASH_1f");
    }
}
