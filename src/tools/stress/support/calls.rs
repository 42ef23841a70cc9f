// Calls.

struct Traced;

impl Wake for Traced {
    fn wake(self: Arc<Self>) {
        event(Event::Wake);
    }
}

fn waker() -> &'static Waker {
    static WAKER: OnceLock<Waker> = OnceLock::new();
    WAKER.get_or_init(|| Waker::from(Arc::new(Traced)))
}

/// A static call, which like a machine drops its future when it is done or has panicked.
pub struct Alone<F>(Option<F>);

pub fn alone<F: Future>(future: F) -> Alone<F> {
    Alone(Some(future))
}

struct Finish<'a, F>(Pin<&'a mut Option<F>>);

impl<F> Drop for Finish<'_, F> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl<F: Future> Future for Alone<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is pinned with what it is in, and is never moved out.
        let mut finish = Finish(unsafe { self.map_unchecked_mut(|this| &mut this.0) });
        let Some(future) = finish.0.as_mut().as_pin_mut() else {
            panic!("resumed after completion")
        };
        let result = future.poll(cx);
        if result.is_pending() {
            std::mem::forget(finish);
        } else {
            drop(finish);
        }
        result
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Outcome {
    Pending,
    Ready,
    Panicked,
}

/// A call whatever its type.
pub trait Pollable: Between {
    fn poll_once(self: Pin<&mut Self>) -> Outcome;

    /// Cancels the call, and uses its place again if it is in one.
    fn into_place(self: Pin<Box<Self>>);
}

impl<F: Future<Output: Digest> + Between> Pollable for F {
    fn poll_once(self: Pin<&mut Self>) -> Outcome {
        match caught(|| self.poll(&mut Context::from_waker(waker()))) {
            Some(Poll::Pending) => {
                event(Event::Pending);
                Outcome::Pending
            }
            Some(Poll::Ready(output)) => {
                event(Event::Ready(output.digest()));
                Outcome::Ready
            }
            None => Outcome::Panicked,
        }
    }

    fn into_place(self: Pin<Box<Self>>) {}
}

/// A call in a place.
pub struct InPlace<C, P: ObjectPlace>(PlacedCall<C, P>);

pub fn in_place<Recv, Args, R, P: ObjectPlace>(
    call: InlineCall<Recv, Args, R>,
    place: P,
) -> InPlace<InlineCall<Recv, Args, R>, P> {
    InPlace(call.in_place(place).unwrap())
}

impl<C: Future<Output: Digest>, P: ObjectPlace> Pollable for InPlace<C, P>
where
    PlacedCall<C, P>: Between,
{
    fn poll_once(self: Pin<&mut Self>) -> Outcome {
        Pin::new(&mut self.get_mut().0).poll_once()
    }

    fn into_place(self: Pin<Box<Self>>) {
        let mut place = PlacedCall::into_place(Pin::into_inner(self).0);
        let layout = Layout::new::<usize>();
        let Ok(memory) = place.reserve(layout) else {
            wrong("a place that is given back is in use")
        };
        expect_idle(memory);
        // SAFETY: it is given back as it was handed out.
        unsafe { place.release(memory, layout) }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// Receiver and arguments wait for the first poll.
    Waiting,
    Pending,
    Done,
}

/// A call that was made.
pub struct Running<'a> {
    call: Option<Pin<Box<dyn Pollable + 'a>>>,
    stage: Stage,
    keeps: Keeps<'a>,
    /// Whether the call has the machine of its binding.
    has_machine: bool,
    /// Whether the binding has other memory since this call was made.
    has_replaced: bool,
    may_leak: bool,
}

/// Makes a call. Nothing of its method runs yet.
pub fn start<'a, F: Pollable + 'a>(
    keeps: Keeps<'a>,
    may_leak: bool,
    make: impl FnOnce() -> F,
) -> Running<'a> {
    let (stage, has_machine, has_replaced) = (Stage::Waiting, false, false);
    let mut running = Running { call: None, stage, keeps, has_machine, has_replaced, may_leak };
    if !matches!(keeps, Keeps::Binding { lazy: true, .. }) {
        running.claim();
    }
    running.call = Some(Box::pin(make()));
    event(Event::Started);
    running
}

impl<'a> Running<'a> {
    fn tracker(&self) -> Option<&'a Tracker> {
        match self.keeps {
            Keeps::Binding { tracker, .. } => Some(tracker),
            Keeps::Consumed { tracker, .. } => tracker,
            _ => None,
        }
    }

    fn claim(&mut self) {
        let Some(tracker) = self.tracker() else { return };
        if let Keeps::Binding { shared: true, .. } = self.keeps {
            self.has_machine = tracker.claim_shared();
        } else {
            self.has_replaced = tracker.claim();
            self.has_machine = true;
        }
    }

    fn done(&mut self) {
        if self.stage != Stage::Done
            && self.has_machine
            && let Some(tracker) = self.tracker()
        {
            tracker.free();
        }
        self.stage = Stage::Done;
    }

    fn poll_with(&mut self, poll: fn(Pin<&mut (dyn Pollable + 'a)>) -> Outcome) {
        if self.stage == Stage::Waiting {
            if matches!(self.keeps, Keeps::Binding { lazy: true, .. }) {
                self.claim();
            }
            if self.has_machine {
                self.tracker().inspect(|tracker| tracker.run());
            }
        }
        let Some(call) = &mut self.call else { return };
        match poll(call.as_mut()) {
            Outcome::Pending => self.stage = Stage::Pending,
            Outcome::Ready | Outcome::Panicked => self.done(),
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Poll(times) => self.poll(times),
            PollElsewhere(times) => self.poll_elsewhere(times),
            Complete => self.complete(),
            PollAgain => self.poll_again(),
            IntoPlace => self.into_place(),
            Cancel => self.cancel(),
            CancelElsewhere => self.cancel_elsewhere(),
            Leak => self.leak(),
        }
    }

    /// Does what is written, or in later rounds something else, to the end of the call.
    pub fn play(&mut self, written: &[Act]) {
        if is_first() {
            return written.iter().for_each(|act| self.act(*act));
        }
        for _ in 0..below(3) {
            self.act(random_poll());
        }
        if random() & 1 == 0 {
            self.complete();
            if below(4) == 0 {
                self.poll_again();
            }
        }
        match below(6) {
            0 if self.may_leak => self.leak(),
            1 if MOVES => self.cancel_elsewhere(),
            2 => self.into_place(),
            _ => self.cancel(),
        }
    }

    fn poll(&mut self, times: u32) {
        for _ in 0..times {
            if self.stage == Stage::Done {
                break;
            }
            self.poll_with(|call| call.poll_once());
        }
    }

    fn complete(&mut self) {
        // More than a generated program is ever pending.
        self.poll(100_000);
        if self.stage != Stage::Done {
            wrong("a call that does not end");
        }
    }

    fn poll_again(&mut self) {
        if self.stage == Stage::Done {
            self.poll_with(|call| call.poll_once());
        }
    }

    fn cancel(&mut self) {
        event(Event::Cancelled);
        let call = self.call.take();
        caught(|| drop(call));
        self.done();
    }

    fn into_place(&mut self) {
        event(Event::Cancelled);
        if let Some(call) = self.call.take() {
            caught(|| call.into_place());
        }
        self.done();
    }

    fn leak(&mut self) {
        event(Event::Leaked);
        let Some(call) = self.call.take() else { return };
        std::mem::forget(call);
        let (waiting, running) = (self.stage == Stage::Waiting, self.stage == Stage::Pending);
        let kept = match self.keeps {
            Keeps::Nothing => false,
            Keeps::HeapPlace => running,
            Keeps::OwnHeapPlace => true,
            // Memory that was found as it was polled is counted.
            Keeps::Binding { tracker, lazy: true, .. } => {
                running && self.has_machine && tracker.is_on_heap() && !self.has_replaced
            }
            Keeps::Binding { tracker, .. } if self.has_machine => running && tracker.is_on_heap(),
            Keeps::Binding { .. } => waiting || running,
            Keeps::Consumed { tracker, husk } => {
                stays(usize::from((waiting || running) && husk));
                tracker.is_some_and(|tracker| {
                    running && tracker.is_on_heap()
                        || waiting && tracker.is_leaked_with_the_binding()
                })
            }
        };
        stays(1 + usize::from(kept));
    }
}

/// As `play`, for calls at once.
pub fn play_together(calls: &mut [Running<'_>], written: &[(usize, Act)]) {
    if is_first() {
        return written.iter().for_each(|(which, act)| calls[*which].act(*act));
    }
    for _ in 0..below(8) {
        calls[below(calls.len())].act(random_poll());
    }
    let mut left = calls;
    while !left.is_empty() {
        let which = below(left.len());
        left[which].play(&[]);
        left.swap(0, which);
        left = &mut left[1..];
    }
}

/// A place that is there for ever.
pub fn leaked_place<const SIZE: usize, const ALIGN: usize>(
    place: InlinePlace<SIZE, ALIGN>,
) -> Pin<&'static mut InlinePlace<SIZE, ALIGN>>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    stays(1);
    Pin::static_mut(Box::leak(Box::new(place)))
}

/// Tries a place that has no room for a machine, and gives the call back. The layout is that of the
/// machine for all methods.
pub fn too_small<Recv, Args, R>(
    call: InlineCall<Recv, Args, R>,
    layout: Layout,
) -> InlineCall<Recv, Args, R> {
    let place = pin!(InlinePlace::<4>::new());
    let error = match call.in_place(place) {
        Ok(_) => wrong("a machine fits into four bytes"),
        Err(error) => error,
    };
    let required = error.required();
    if required.size() > layout.size() || required.align() > layout.align() {
        wrong("one method needs more than all");
    }
    error.into_inner().0
}
