//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call of a `&self` method is `Send` where the object is `Sync`. Where the trait says that its
// futures are `Send`, it cannot be called on an object that is not, and the error says what is
// missing.

#![feature(inline_async_fn)]

#[inline_async(send)]
trait Job {
    inline async fn run(&self);
}

async fn neither(job: &dyn Job) {
    job.run().await
    //[current]~^ ERROR the trait bound
    //[next]~^^ ERROR the method `run` exists
}

async fn sent(job: Box<dyn Job + Send>) {
    job.run().await
    //[current]~^ ERROR the trait bound
    //[next]~^^ ERROR the method `run` exists
}

async fn shared(job: &(dyn Job + Sync)) {
    job.run().await
}

fn main() {}
