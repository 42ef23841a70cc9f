// `#[inline_async(send)]` on methods whose output borrows, and whose lifetimes are related by bounds:
// object types implement the trait, and calls on them can be sent.

//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

#![feature(inline_async_fn)]

#[inline_async(send)]
trait Lines<'t, T> {
    type Item: 'static;

    inline async fn line(&mut self) -> &str;
    inline async fn longer<'a, 'b: 'a>(&'a mut self, text: &'b str) -> &'a str;
    inline async fn item(&mut self, of: &T) -> Option<&Self::Item>;
    inline async fn text(&mut self, text: &'t str, callback: fn(&str) -> &str) -> &'t str;
}

struct File(u8);

impl<'t, T: Sync> Lines<'t, T> for File {
    type Item = u8;

    async fn line(&mut self) -> &str {
        ""
    }
    async fn longer<'a, 'b: 'a>(&'a mut self, text: &'b str) -> &'a str {
        text
    }
    async fn item(&mut self, _: &T) -> Option<&u8> {
        Some(&self.0)
    }
    async fn text(&mut self, text: &'t str, _: fn(&str) -> &str) -> &'t str {
        text
    }
}

fn sent<T: Send>(value: T) -> T {
    value
}

async fn calls<'t>(lines: &mut (dyn Lines<'t, u16, Item = u8> + Send), text: &'t str) {
    sent(lines.line()).await;
    sent(lines.longer("")).await;
    sent(lines.item(&0)).await;
    sent(lines.text(text, |text| text)).await;
}

fn main() {
    let mut file = File(0);
    let _ = sent(calls(&mut file, ""));
}
