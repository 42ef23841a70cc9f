//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Where the trait itself says that the futures of a method are `Send`, a coercion asks for nothing:
// the implementation was checked. So an implementation can make an object of its own kind in its own
// body.

#![feature(inline_async_fn, return_type_notation)]
#![allow(dead_code)]

#[inline_async(send)]
trait Node: Send {
    inline async fn walk(&mut self) -> u32;
}

struct Folder(u32);

impl Node for Folder {
    async fn walk(&mut self) -> u32 {
        if self.0 == 0 {
            return 0;
        }
        let _child: Box<dyn Node> = Box::new(Folder(self.0 - 1));
        1
    }
}

trait Part: Send {
    #[inline_async(send)]
    inline async fn sent(&mut self);
}

trait Whole<T>: Part {}

struct Made;

impl Part for Made {
    async fn sent(&mut self) {
        let _: Box<dyn Whole<u8>> = Box::new(Made);
    }
}

impl<T> Whole<T> for Made {}

trait Clause
where
    Self::m(..): Send,
{
    inline async fn m(&mut self);
}

struct ByClause;

impl Clause for ByClause {
    async fn m(&mut self) {
        let _: Box<dyn Clause + Send> = Box::new(ByClause);
    }
}

trait Base {
    inline async fn m(&mut self);
}

trait ClauseOfSubtrait: Base
where
    <Self as Base>::m(..): Send,
{
}

impl Base for ByClause {
    async fn m(&mut self) {
        let _: Box<dyn ClauseOfSubtrait + Send> = Box::new(ByClause);
    }
}

impl ClauseOfSubtrait for ByClause {}

fn main() {}
