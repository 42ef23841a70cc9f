//! The shims of a method have nothing of what its attributes say of the symbol of the default body:
//! no name, no linkage, no section.

//@ edition: 2024
//@ only-linux
//@ compile-flags: -Copt-level=0 -Csymbol-mangling-version=v0

#![crate_type = "lib"]
#![feature(inline_async_fn, linkage)]

pub trait Tr {
    #[linkage = "weak"]
    #[unsafe(export_name = "default_body")]
    #[unsafe(link_section = ".text.default_body")]
    inline async fn m(&self) -> u64 {
        1
    }
}

pub struct A;

impl Tr for A {}

pub fn coerce(a: &A) -> &dyn Tr {
    a
}

pub fn call(object: &dyn Tr) {
    drop(object.m());
}

// CHECK-NOT: define weak {{.*}}inline_async_{{call|run}}
// CHECK-NOT: define {{.*}}inline_async_{{call|run}}{{.*}} section
// CHECK-DAG: define weak {{.*}}@default_body({{.*}}section ".text.default_body"
// CHECK-DAG: define {{.*}}inline_async_run
// CHECK-DAG: define {{.*}}inline_async_call
// CHECK-NOT: define weak {{.*}}inline_async_{{call|run}}
// CHECK-NOT: define {{.*}}inline_async_{{call|run}}{{.*}} section
