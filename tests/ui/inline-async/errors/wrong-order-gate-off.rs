// Without the feature `inline` is an identifier that stands where none is expected.

//@ edition: 2024

trait Tr {
    async inline fn m(&self);
    //~^ ERROR non-item in item list
}

fn main() {}
