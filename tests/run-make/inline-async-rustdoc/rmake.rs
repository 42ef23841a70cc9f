// rustdoc shows that a method is an `inline async fn`, in HTML and in JSON, and of all that
// `#[placeable]` generates it shows the impl for bindings and nothing else. The page of a trait says
// that the methods can be called on objects and on bindings.

//@ needs-target-std

use run_make_support::serde_json::{self, Value};
use run_make_support::{rfs, rustdoc};

fn main() {
    rustdoc().input("lib.rs").edition("2024").out_dir("html").run();
    let page = text(&rfs::read_to_string("html/lib/trait.Read.html"));
    assert!(page.contains("inline async fn read(&mut self, bytes: &mut [u8]) -> usize"), "{page}");
    assert!(page.contains("async fn check(&self) -> bool"), "{page}");
    assert!(!page.contains("inline async fn check"), "{page}");
    assert!(page.contains("Read for Placed<"), "{page}");
    // What the attribute makes inline has the keyword, too.
    let page = text(&rfs::read_to_string("html/lib/trait.Write.html"));
    assert!(page.contains("inline async fn write(&mut self, bytes: &[u8]) -> usize"), "{page}");
    assert!(page.contains("async fn create(path: &str) -> Self"), "{page}");
    assert!(!page.contains("inline async fn create"), "{page}");
    // The page says once what the methods can be called on; it says nothing where there is none.
    for (name, count) in [("Read", 1), ("Write", 1), ("Plain", 0)] {
        let html = rfs::read_to_string(format!("html/lib/trait.{name}.html"));
        let said = "methods of this trait can be called on trait objects, and on bindings of them";
        assert_eq!(text(&html).matches(said).count(), count, "{html}");
        assert_eq!(html.matches("href=\"#calls-on-trait-objects\"").count(), 2 * count, "{html}");
    }
    let items = text(&rfs::read_to_string("html/lib/all.html"));
    assert!(items.contains("Read"), "{items}");
    for section in ["Structs", "Functions", "Macros", "Constants"] {
        assert!(!items.contains(section), "{items}");
    }

    rustdoc()
        .input("lib.rs")
        .edition("2024")
        .arg("-Zunstable-options")
        .output_format("json")
        .out_dir("json")
        .run();
    let json: Value = serde_json::from_str(&rfs::read_to_string("json/lib.json")).unwrap();
    let items = json["index"].as_object().unwrap().values();
    let header = |name: &str| {
        let mut named = items.clone().filter(|item| item["name"] == name);
        named.next().map(|item| item["inner"]["function"]["header"].clone()).unwrap()
    };
    assert_eq!(header("read")["is_inline_async"], true);
    assert_eq!(header("read")["is_async"], true);
    assert_eq!(header("write")["is_inline_async"], true);
    assert_eq!(header("check")["is_async"], true);
    // What does not use the feature has the JSON that it always had.
    assert!(header("check").get("is_inline_async").is_none());
    let mut own: Vec<_> = items
        .filter(|item| item["crate_id"] == 0 && item["inner"]["trait"].is_object())
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    own.sort();
    assert_eq!(own, ["Plain", "Read", "Write"]);
}

/// The text of a page, without its tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for character in html.chars() {
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => text.push(character),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&nbsp;", " ")
}
