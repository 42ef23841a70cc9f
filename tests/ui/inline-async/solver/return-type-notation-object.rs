//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Calls on an object type are `Send` if receiver and arguments are, and a bound in return-type
// notation says the same of an object type as of any other.

#![feature(inline_async_fn, return_type_notation)]

trait Tr {
    inline async fn m(&self) -> u8;
}

fn sends<T: Tr<m(..): Send> + ?Sized>(_: &T) {}

fn sent(object: &(dyn Tr + Sync)) {
    sends(object);
}

fn kept(object: &(dyn Tr + Send)) {
    sends(object); //~ ERROR `dyn Tr + Send` cannot be shared between threads safely
}

fn main() {}
