// Generic code makes objects that are `Send`, of a type whose futures it does not know.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Handler {
    inline async fn handle(&self, request: &str) -> String;
}

struct Server {
    handlers: Vec<Box<dyn Handler + Send + Sync>>,
}

impl Server {
    fn register<H: Handler + Send + Sync + 'static>(&mut self, handler: H) {
        self.handlers.push(Box::new(handler)); //~ ERROR cannot be sent between threads safely
    }
}

fn main() {}
