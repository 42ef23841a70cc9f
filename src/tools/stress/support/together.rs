// All stays on one thread.

pub trait Between {}

impl<T: ?Sized> Between for T {}

const MOVES: bool = false;

impl Running<'_> {
    fn poll_elsewhere(&mut self, times: u32) {
        self.poll(times);
    }

    fn cancel_elsewhere(&mut self) {
        self.cancel();
    }
}
