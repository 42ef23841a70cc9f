// A task of its own awaits a call: of an object that is not `Send`, of one that the task does not
// own, and of a `&self` method of one that is not `Sync`.

//@ edition: 2024

#![feature(inline_async_fn)]

trait Handler {
    inline async fn handle(&mut self, request: &str);
    inline async fn name(&self) -> String;
}

fn spawn<F: Future + Send + 'static>(_: F) {}

fn not_send(mut handler: Box<dyn Handler>) {
    spawn(async move { handler.handle("").await });
    //~^ ERROR future cannot be sent between threads safely
}

fn borrowed(mut handler: Box<dyn Handler + Send>) {
    spawn(handler.handle("")); //~ ERROR `*handler` does not live long enough
}

fn not_sync(handler: Box<dyn Handler + Send>) {
    spawn(async move { drop(handler.name().await) });
    //~^ ERROR future cannot be sent between threads safely
}

fn main() {}
