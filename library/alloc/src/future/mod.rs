//! Asynchronous basic functionality that allocates.

#[cfg(target_has_atomic_load_store = "ptr")]
pub mod inline_async;
