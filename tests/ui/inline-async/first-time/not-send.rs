// An object whose calls hold an `Rc`, where one is asked for that may move to another thread.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::rc::Rc;

trait Handler {
    inline async fn handle(&mut self, request: &str) -> String;
}

async fn lookup(key: &str) -> String {
    key.to_owned()
}

struct Greeter;

impl Handler for Greeter {
    async fn handle(&mut self, request: &str) -> String {
        let greeting = Rc::new(String::from("hello "));
        let name = lookup(request).await;
        format!("{greeting}{name}")
    }
}

fn handlers() -> Vec<Box<dyn Handler + Send>> {
    vec![Box::new(Greeter)] //~ ERROR future cannot be sent between threads safely
}

fn main() {}
