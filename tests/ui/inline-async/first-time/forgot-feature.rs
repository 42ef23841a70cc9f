// The syntax without its feature.

//@ edition: 2024

trait Listener {
    inline async fn accept(&mut self) -> u16; //~ ERROR `inline async fn` is experimental
}

struct Counting(u16);

impl Listener for Counting {
    async fn accept(&mut self) -> u16 {
        self.0 += 1;
        self.0
    }
}

fn main() {}
