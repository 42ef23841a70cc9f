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
}

/// What stays allocated where a call is leaked, besides the box that it is in.
#[derive(Clone, Copy)]
pub enum Keeps<'a> {
    /// A static call, or one whose place is counted by itself.
    Nothing,
    /// A direct call: its machine if that does not fit the call.
    Direct { outside: bool },
    /// The memory of a heap place.
    HeapPlace,
    /// That of a binding, or the memory that it has instead if the machine is claimed. A lazy
    /// call starts one on the binding when it is polled, and drops it when that is done.
    Binding { tracker: &'a Tracker, shared: bool, lazy: bool },
    /// That of the binding that the call has consumed, and the box that the object was in.
    Consumed { tracker: &'a Tracker, husk: bool },
}

/// What a binding's machine is, as far as leaked calls tell.
pub struct Tracker {
    claimed: AtomicBool,
    heap: AtomicBool,
}

impl Tracker {
    pub fn new(heap: bool) -> Self {
        let [claimed, heap] = [false, heap].map(AtomicBool::new);
        Tracker { claimed, heap }
    }

    /// For a call that others can be made beside, and whether it has the machine.
    fn claim_shared(&self) -> bool {
        !self.claimed.swap(true, SeqCst)
    }

    /// For a call that nobody else can make at the same time: if the machine is claimed, a call was
    /// leaked in it, and the binding has other memory from then on.
    fn claim(&self) -> bool {
        if self.claimed.swap(true, SeqCst) {
            self.heap.store(true, SeqCst);
        }
        true
    }

    fn free(&self) {
        self.claimed.store(false, SeqCst);
    }

    /// For such a call in a script, which ends with the script at the latest.
    pub fn start_and_end(&self) {
        self.claim();
        self.free();
    }

    fn is_on_heap(&self) -> bool {
        self.heap.load(SeqCst)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Unpolled,
    Pending,
    Done,
}

/// A call that was started, unless that panicked.
pub struct Running<'a> {
    call: Option<Pin<Box<dyn Pollable + 'a>>>,
    stage: Stage,
    keeps: Keeps<'a>,
    /// Whether the call was given the machine of its binding.
    has_machine: bool,
    may_leak: bool,
}

static LEAKED: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);

/// Says that so many allocations stay.
pub fn stays(allocations: usize) {
    LEAKED.fetch_add(allocations, SeqCst);
}

/// Counts the machine of a call that is awaited inside of another future.
pub struct Held(usize);

impl Held {
    pub fn new(count: usize) -> Self {
        HELD.fetch_add(count, SeqCst);
        Held(count)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(self.0, SeqCst);
    }
}

/// Whether the machine of an object does not fit into a call.
pub fn outside<D: ?Sized + Pointee<Metadata = DynMetadata<D>>>(object: &D) -> bool {
    // SAFETY: the metadata of a reference to a trait object is the vtable of that object type.
    let fits = unsafe {
        let vtable = std::mem::transmute::<DynMetadata<D>, *const ()>(ptr::metadata(object));
        std::intrinsics::inline_async_fits_call::<D>(vtable)
    };
    // Futures of methods that take `self` are in the layout, though no call has room for them.
    let layout = layout_of_val(object);
    let word = size_of::<usize>();
    if !fits && layout.size() <= 7 * word && layout.align() <= word {
        wrong("a machine of seven words does not fit into a call");
    }
    !fits
}

pub fn start<'a, F>(keeps: Keeps<'a>, may_leak: bool, make: impl FnOnce() -> F) -> Running<'a>
where
    F: Future<Output: Digest> + Between + 'a,
{
    let mut running =
        Running { call: None, stage: Stage::Unpolled, keeps, has_machine: false, may_leak };
    if !matches!(keeps, Keeps::Binding { lazy: true, .. }) {
        running.claim();
    }
    match caught(make) {
        Some(call) => {
            event(Event::Started);
            running.call = Some(Box::pin(call));
        }
        None => running.done(),
    }
    running
}

impl<'a> Running<'a> {
    fn claim(&mut self) {
        self.has_machine = match self.keeps {
            Keeps::Binding { tracker, shared: true, .. } => tracker.claim_shared(),
            Keeps::Binding { tracker, .. } | Keeps::Consumed { tracker, .. } => tracker.claim(),
            _ => false,
        }
    }

    fn done(&mut self) {
        if self.stage != Stage::Done
            && self.has_machine
            && let Keeps::Binding { tracker, .. } | Keeps::Consumed { tracker, .. } = self.keeps
        {
            tracker.free();
        }
        self.stage = Stage::Done;
    }

    fn poll_with(&mut self, poll: fn(Pin<&mut (dyn Pollable + 'a)>) -> Outcome) {
        if self.stage == Stage::Unpolled && matches!(self.keeps, Keeps::Binding { lazy: true, .. })
        {
            self.claim();
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
        match below(5) {
            0 if self.may_leak => self.leak(),
            1 if MOVES => self.cancel_elsewhere(),
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

    fn leak(&mut self) {
        event(Event::Leaked);
        let Some(call) = self.call.take() else { return };
        std::mem::forget(call);
        let (running, polled) = (self.stage != Stage::Done, self.stage == Stage::Pending);
        let kept = match self.keeps {
            Keeps::Nothing => false,
            Keeps::Direct { outside } => polled && outside,
            Keeps::HeapPlace => running,
            Keeps::Binding { tracker, lazy: true, .. } => {
                polled && (tracker.is_on_heap() || !self.has_machine)
            }
            Keeps::Binding { tracker, .. } => running && (tracker.is_on_heap() || !self.has_machine),
            Keeps::Consumed { tracker, husk } => {
                stays(usize::from(running && husk));
                running && tracker.is_on_heap()
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

/// Tries a place that has no room for a machine, and gives the call back.
pub fn too_small<Recv, Args, R>(
    call: InlineCall<Recv, Args, R>,
    layout: Layout,
) -> InlineCall<Recv, Args, R> {
    let place = pin!(InlinePlace::<4>::new());
    match call.in_place(place) {
        Ok(_) => wrong("a machine fits into four bytes"),
        Err(error) if error.required() != layout => wrong("the error names another layout"),
        Err(error) => error.into_inner().0,
    }
}
