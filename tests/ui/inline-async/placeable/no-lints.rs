//@ check-pass
//@ edition: 2024

// The expansion is no concern of the author's lints, and its `unsafe` is not the author's.

//! A crate that is strict with itself.

#![feature(inline_async_fn, inline_async)]
#![crate_type = "lib"]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, private_bounds, private_interfaces)]
#![deny(non_local_definitions, unused_qualifications, unused_lifetimes, single_use_lifetimes)]
#![deny(elided_lifetimes_in_paths, missing_debug_implementations, unused_crate_dependencies)]

use std::future::inline_async::placeable;

/// The error.
#[placeable]
pub trait ErrorType {
    /// The type.
    type Error;
}

/// A source of bytes.
#[placeable]
pub trait Read<T>: ErrorType + Send {
    /// Reads.
    inline async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error>;
    /// Names.
    fn name(&self) -> &str;
    /// Old.
    #[deprecated]
    fn old(&self, value: T) -> T;
    /// Used.
    #[must_use]
    fn used(&self) -> u8;
    /// Caught.
    #[expect(unused_variables)]
    fn with_default(&self, unused: u8) {}
}

mod inner {
    use std::future::inline_async::placeable;

    #[placeable]
    pub(crate) trait Hidden {
        inline async fn hidden(&self) -> u8;
    }
}

/// Uses the hidden trait.
pub async fn touch(hidden: &dyn Fn() -> u8) -> u8 {
    struct Here(u8);
    impl inner::Hidden for Here {
        inline async fn hidden(&self) -> u8 {
            self.0
        }
    }
    inner::Hidden::hidden(&Here(hidden())).await
}
