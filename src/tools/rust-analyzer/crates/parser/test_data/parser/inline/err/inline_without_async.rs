impl Foo {
    inline fn foo() {}
    async inline fn bar() {}
}
