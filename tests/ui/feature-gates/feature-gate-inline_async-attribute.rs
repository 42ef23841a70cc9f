//@ edition: 2024

// Without the feature `inline_async` is a name as any other: no attribute, or somebody else's.

#[inline_async(send)] //~ ERROR cannot find attribute `inline_async` in this scope
trait Tr {
    async fn m(&self);
}

mod others {
    macro_rules! declare_inline_async {
        ($name:ident) => {
            pub struct $name;
        };
    }
    pub(crate) use declare_inline_async as inline_async;
}

use others::inline_async;

inline_async!(Struct);

fn main() {
    let _ = Struct;
}
