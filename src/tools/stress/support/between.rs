// Calls move between threads.

pub trait Between: Send {}

impl<T: ?Sized + Send> Between for T {}

const MOVES: bool = true;

impl Running<'_> {
    fn poll_elsewhere(&mut self, times: u32) {
        for _ in 0..times {
            if self.stage == Stage::Done {
                break;
            }
            self.poll_with(|call| {
                std::thread::scope(|scope| scope.spawn(|| call.poll_once()).join().unwrap())
            });
        }
    }

    fn cancel_elsewhere(&mut self) {
        event(Event::Cancelled);
        let call = self.call.take();
        std::thread::scope(|scope| scope.spawn(|| caught(|| drop(call))).join().unwrap());
        self.done();
    }
}
