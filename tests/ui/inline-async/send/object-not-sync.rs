//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call of a `&self` method is `Send` where the object is `Sync`. Where the trait says that its
// futures are `Send`, an object type that is not `Sync` does not implement it, and the error says
// what is missing. A call on the object itself asks for nothing.

#![feature(inline_async_fn)]

#[inline_async(send)]
trait Job {
    inline async fn run(&self);
}

fn needs_job<J: Job + ?Sized>(_: &J) {}

async fn neither(job: &dyn Job) {
    job.run().await;
    needs_job(job); //~ ERROR the trait bound `dyn Job: Job` is not satisfied
}

async fn sent(job: Box<dyn Job + Send>) {
    job.run().await;
    needs_job(&*job); //~ ERROR the trait bound `dyn Job + Send: Job` is not satisfied
}

async fn shared(job: &(dyn Job + Sync)) {
    job.run().await;
    needs_job(job);
}

fn main() {}
