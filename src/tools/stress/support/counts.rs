// Allocations.

static LEAKED: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);

/// How many allocations nobody has said anything about.
fn unaccounted() -> isize {
    let accounted = [&TOKENS, &LEAKED, &HELD].map(|count| count.load(SeqCst));
    LIVE.load(SeqCst) as isize - accounted.iter().sum::<usize>() as isize
}

/// Says that so many allocations stay.
pub fn stays(allocations: usize) {
    LEAKED.fetch_add(allocations, SeqCst);
}

/// Counts allocations as long as it is there.
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

/// A call that alone leaves something allocated when it is first polled: the machine that it has
/// outside of itself, or memory that a binding gets instead of its own. That is counted.
pub struct Counted<F> {
    future: F,
    // Dropped after the future.
    held: Option<Held>,
    most: isize,
}

pub fn counted<F: Future>(future: F) -> Counted<F> {
    // No static call has memory of its own.
    let most = if type_name::<F>().contains("::InlineCall<") { 2 } else { 0 };
    Counted { future, held: None, most }
}

/// A call that finds its own place. The layout is that of the machine for all methods.
pub fn direct<Recv, Args, R>(
    call: InlineCall<Recv, Args, R>,
    layout: Layout,
) -> Counted<InlineCall<Recv, Args, R>> {
    let word = size_of::<usize>();
    let fits = layout.size() <= 7 * word && layout.align() <= word;
    Counted { most: if fits { 0 } else { 1 }, ..counted(call) }
}

impl<F: Future> Future for Counted<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is pinned with what it is in, and is never moved out.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: as above.
        let future = unsafe { Pin::new_unchecked(&mut this.future) };
        // Nothing is held by a call that is done, whether or not it panics.
        let held = this.held.take();
        let before = unaccounted();
        let result = future.poll(cx);
        if result.is_pending() {
            this.held = held.or_else(|| {
                let more = unaccounted() - before;
                if !(0..=this.most).contains(&more) {
                    wrong(&format!("a call has allocated {more} times as it was polled"));
                }
                Some(Held::new(more as usize))
            });
        }
        result
    }
}
