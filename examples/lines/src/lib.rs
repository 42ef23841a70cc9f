//! A TCP line server on tokio's worker threads, whose connections and handlers are `dyn` objects.
//!
//! Both traits have `inline async fn` methods. A [`Connection`] is a `Box<dyn Connection + Send>`
//! that is moved into a task of its own: tokio polls that task now on one worker thread, now on
//! another, and the calls that are under way go with it. A [`Handler`] is shared by all tasks, as
//! `dyn Handler + Send + Sync`. Each task runs in a [scope]: what its calls need beyond their own
//! few words comes from the task's arena, and nobody in between has to know.
//!
//! One concern, one module. Of a line, in the order in which it passes through them: [`server`]
//! (which accepts), [`tcp`], [`paced`] and [`counted`] (which are the connection), [`talk`] (the
//! task), [`registry`], [`limited`] and [`handlers`] (which answer).
//!
//! [`Connection`]: connection::Connection
//! [`Handler`]: handler::Handler
//! [scope]: std::future::inline_async::within

#![feature(inline_async_fn, inline_async)]

pub mod arguments;
pub mod client;
pub mod complaint;
pub mod connection;
pub mod counted;
pub mod handler;
pub mod handlers;
pub mod limited;
pub mod paced;
pub mod registry;
pub mod server;
pub mod signals;
pub mod stats;
pub mod talk;
pub mod tcp;
