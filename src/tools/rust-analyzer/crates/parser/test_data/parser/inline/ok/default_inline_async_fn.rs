impl T for Foo {
    default inline async fn foo() {}
    default inline async unsafe fn bar() {}
}
