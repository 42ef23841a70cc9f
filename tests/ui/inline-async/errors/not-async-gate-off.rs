// Without the feature `inline` is the name of a macro here, or so it seems.

//@ edition: 2024

inline fn f() {}
//~^ ERROR expected one of `!` or `::`, found keyword `fn`

fn main() {}
