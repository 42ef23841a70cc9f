//! The source of a program with many implementations of a trait.

use std::fmt::Write;

use workloads::case::Contestant;

/// Those whose programs are compared.
pub const CONTESTANTS: [Contestant; 9] = [
    Contestant::Floor,
    Contestant::PollObject,
    Contestant::DirectCall,
    Contestant::HeapBinding,
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::DynifyHeap,
    Contestant::Stackfuture,
    Contestant::BoxFuture,
];

/// How a contestant is written.
struct Style {
    /// Crates that it uses.
    uses: &'static [&'static str],
    /// At the top of the file.
    head: &'static str,
    /// Before the trait and before each implementation.
    on_trait: &'static str,
    on_impl: &'static str,
    /// A method from its name to its output: in the trait, and in an implementation.
    declared: (&'static str, &'static str),
    /// What the body is wrapped in.
    wrap: (&'static str, &'static str),
    /// The type of an object, how one is made of a value, and how it is called.
    object: &'static str,
    make: &'static str,
    bind: &'static str,
    call: (&'static str, &'static str),
}

const ASYNC_FN: Style = Style {
    uses: &[],
    head: "",
    on_trait: "",
    on_impl: "",
    declared: ("async fn ", "(&mut self, x: u64) -> u64"),
    wrap: ("{ ", " }"),
    object: "Box<dyn Tr>",
    make: "Box::new",
    bind: "let mut object = make(i);",
    call: ("object.", "(sum).await"),
};

fn style(contestant: Contestant) -> Style {
    match contestant {
        Contestant::PollObject => Style {
            declared: ("fn ", "(&mut self, cx: &mut Context<'_>, x: u64) -> Poll<u64>"),
            call: ("poll_fn(|cx| object.", "(cx, sum)).await"),
            ..ASYNC_FN
        },
        Contestant::DirectCall => Style { head: "#![feature(inline_async_fn)]", ..ASYNC_FN },
        Contestant::HeapBinding => Style {
            head: "#![feature(inline_async_fn, inline_async)]\n\
                   use std::future::inline_async::HeapPlaced;",
            bind: "let mut object = HeapPlaced::new(make(i));",
            ..ASYNC_FN
        },
        Contestant::AsyncTrait => Style {
            uses: &["async_trait"],
            head: "use async_trait::async_trait;",
            on_trait: "#[async_trait(?Send)] ",
            on_impl: "#[async_trait(?Send)] ",
            ..ASYNC_FN
        },
        Contestant::Dynosaur => Style {
            uses: &["dynosaur"],
            on_trait: "#[dynosaur::dynosaur(DynTr = dyn(box) Tr)] ",
            object: "Box<DynTr<'static>>",
            make: "DynTr::new_box",
            ..ASYNC_FN
        },
        Contestant::DynifyHeap => Style {
            uses: &["dynify"],
            head: "use dynify::Dynify;",
            on_trait: "#[dynify::dynify] ",
            object: "Box<dyn DynTr>",
            bind: "let mut object = make(i); let mut buffer = Vec::new();",
            call: ("object.", "(sum).init(&mut buffer).await"),
            ..ASYNC_FN
        },
        Contestant::Stackfuture => Style {
            uses: &["stackfuture"],
            head: "use stackfuture::StackFuture;",
            declared: ("fn ", "(&mut self, x: u64) -> StackFuture<'_, u64, 64>"),
            wrap: ("{ StackFuture::from(async move { ", " }) }"),
            ..ASYNC_FN
        },
        Contestant::BoxFuture => Style {
            declared: ("fn ", "(&mut self, x: u64) -> Pin<Box<dyn Future<Output = u64> + '_>>"),
            wrap: ("{ Box::pin(async move { ", " }) }"),
            ..ASYNC_FN
        },
        _ => ASYNC_FN,
    }
}

/// The crates that the program uses.
pub fn uses(contestant: Contestant) -> &'static [&'static str] {
    style(contestant).uses
}

/// A program that makes an object of each of `implementations` types and calls each of `methods`
/// methods on it.
pub fn source(contestant: Contestant, implementations: u64, methods: u64) -> String {
    let style = style(contestant);
    let inline = matches!(contestant, Contestant::DirectCall | Contestant::HeapBinding);
    let keyword = if inline { "inline " } else { "" };
    let (before, after) = style.declared;
    let mut text = format!("{}\n{COMMON}\n", style.head);
    text += &format!("{}pub trait Tr {{\n", style.on_trait);
    for method in 0..methods {
        text += &format!("    {keyword}{before}m{method}{after};\n");
    }
    text += "}\n\n";
    for implementation in 0..implementations {
        text += &format!("#[derive(Default)] pub struct T{implementation} {FIELDS}\n");
        text += &format!("{}impl Tr for T{implementation} {{\n", style.on_impl);
        for method in 0..methods {
            let body = body(contestant, implementation * 1000 + method);
            let (open, close) = style.wrap;
            text += &format!("    {before}m{method}{after} {open}{body}{close}\n");
        }
        text += "}\n";
    }
    text += &main(contestant, &style, implementations, methods);
    text
}

const COMMON: &str = "
use std::future::{Future, poll_fn};
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

async fn suspend() {
    let mut done = false;
    poll_fn(|_| if std::mem::replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

fn block_on<R>(future: impl Future<Output = R>) -> R {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(r) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return r;
        }
    }
}
";

const FIELDS: &str = "{ total: u64, state: u64, suspended: bool }";

/// The body of a method, which differs from all others by a number.
fn body(contestant: Contestant, number: u64) -> String {
    let state = format!("self.total.wrapping_mul({}) ^ x", 2 * number + 1);
    match contestant {
        Contestant::PollObject => format!(
            "{{ if !self.suspended {{ self.state = {state}; self.suspended = true; return Poll::Pending; }} \
             self.suspended = false; self.total = self.state; Poll::Ready(self.total) }}"
        ),
        _ => format!("let state = {state}; suspend().await; self.total = state; self.total"),
    }
}

fn main(contestant: Contestant, style: &Style, implementations: u64, methods: u64) -> String {
    let (before, after) = style.call;
    let calls = (0..methods).fold(String::new(), |mut calls, method| {
        let _ = write!(calls, "sum = {before}m{method}{after}; ");
        calls
    });
    let mut text = String::new();
    if contestant == Contestant::Floor {
        text += &format!(
            "#[inline(never)] fn drive<T: Tr>(mut object: T, mut sum: u64) -> u64 {{ \
             block_on(async {{ {calls} sum }}) }}\n"
        );
        text += "fn main() {\n    let mut sum = black_box(1);\n";
        for implementation in 0..implementations {
            text += &format!("    sum = drive(T{implementation}::default(), sum);\n");
        }
        return text + "    println!(\"{sum}\");\n}\n";
    }
    let (object, make) = (style.object, style.make);
    text += &format!("#[inline(never)] fn make(i: u64) -> {object} {{\n    match i {{\n");
    for implementation in 0..implementations {
        let pattern = match implementation + 1 == implementations {
            true => "_".to_owned(),
            false => implementation.to_string(),
        };
        text += &format!("        {pattern} => {make}(T{implementation}::default()),\n");
    }
    text += "    }\n}\n";
    text + &format!(
        "fn main() {{\n    let mut sum = black_box(1);\n    for i in 0..{implementations} {{\n        \
         {} block_on(async {{ {calls} }});\n    }}\n    println!(\"{{sum}}\");\n}}\n",
        style.bind
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_wanted() {
        let source = source(Contestant::DirectCall, 3, 2);
        assert_eq!(source.matches("inline async fn").count(), 2);
        assert_eq!(source.matches("async fn m").count(), 2 + 3 * 2);
        assert_eq!(source.matches("impl Tr for").count(), 3);
        assert!(source.contains("_ => Box::new(T2::default())"), "{source}");
    }

    #[test]
    fn bodies_differ() {
        assert_ne!(body(Contestant::AsyncTrait, 1), body(Contestant::AsyncTrait, 2));
    }
}
