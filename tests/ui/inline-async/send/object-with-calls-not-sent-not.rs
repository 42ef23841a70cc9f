//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call on an object does not ask that calls are `Send`, and so it is not `Send` either where they
// are not. Whoever relies on the trait needs an object type that implements it.

#![feature(inline_async_fn)]
#![allow(late_bound_lifetime_arguments)]

#[inline_async(send)]
trait Job<T> {
    async fn run(&self, argument: T);
}

fn is_send<F: Send>(_: F) {}

fn needs_job<T, J: Job<T> + ?Sized>(_: &J) {}

fn call_is_not_send<T>(job: &(dyn Job<T> + Sync), argument: T) {
    is_send(job.run(argument)); //~ ERROR `T` cannot be sent between threads safely
}

fn call_of_object_without_sync(job: &dyn Job<u8>) {
    is_send(job.run(1)); //~ ERROR `dyn Job<u8>` cannot be shared between threads safely
}

fn in_generic_code<T>(job: &(dyn Job<T> + Sync)) {
    needs_job(job); //~ ERROR `T` cannot be sent between threads safely
}

#[inline_async(send)]
trait Lookup {
    async fn get<'a: 'a>(&self, key: &'a str) -> &'a str;
}

async fn with_named_lifetime<'a>(lookup: &dyn Lookup, key: &'a str) -> &'a str {
    lookup.get::<'a>(key).await //~ ERROR the trait bound `dyn Lookup: Lookup` is not satisfied
}

async fn by_path(job: &dyn Job<u8>) {
    Job::run(job, 1).await //~ ERROR the trait bound `dyn Job<u8>: Job<
}

fn main() {}
