trait T {
    inline async fn foo(&mut self);
    inline async unsafe extern "C" fn bar(self: Pin<&mut Self>) {}
}
impl T for Foo {
    #[inline]
    pub inline async fn foo(&mut self) {}
    inline! { async fn }
}
fn inline() { let inline = inline; inline::inline(); }
