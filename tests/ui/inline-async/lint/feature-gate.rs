// Without the feature nobody knows the lint.

//@ check-pass
//@ edition: 2024

#![warn(implicit_async_allocation)]
//~^ WARN unknown lint: `implicit_async_allocation`

fn main() {}
