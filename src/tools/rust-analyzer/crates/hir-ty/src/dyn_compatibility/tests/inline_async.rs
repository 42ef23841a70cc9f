//! Traits with `inline async fn`.

use super::*;

#[test]
fn inline_methods_are_allowed() {
    check_dyn_compatibility(
        r#"
//- minicore: future, dispatch_from_dyn
trait Keyword {
    type Item;
    inline async fn m(&self, a: Self::Item) -> Self::Item;
    inline async fn by_value(self);
}
trait Attribute {
    #[inline_async]
    async fn m(&self) -> u8 { 0 }
}
#[inline_async(send)]
trait OnTrait {
    async fn m(&mut self);
}
"#,
        [("Keyword", vec![]), ("Attribute", vec![]), ("OnTrait", vec![])],
    );
}

#[test]
fn all_else_is_asked_of_them() {
    check_dyn_compatibility(
        r#"
//- minicore: future, dispatch_from_dyn
trait NotInline {
    async fn m(&self);
}
trait Output {
    inline async fn m(&self) -> Self;
}
trait Input {
    inline async fn m(&self, other: &Self);
}
trait Generic {
    inline async fn m<T>(&self, t: T);
}
trait Static {
    inline async fn m();
}
"#,
        [
            ("NotInline", vec![Method(AsyncFn), Method(ReferencesSelfOutput)]),
            ("Output", vec![Method(ReferencesSelfOutput)]),
            ("Input", vec![Method(ReferencesSelfInput)]),
            ("Generic", vec![Method(Generic)]),
            ("Static", vec![Method(StaticMethod)]),
        ],
    );
}
