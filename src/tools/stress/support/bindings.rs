// Which memory calls have.

/// A heap place that looks how it is used.
pub struct Checked {
    place: HeapPlace,
    /// The address of the memory that it has handed out last, and for what.
    handed_out: Option<(NonZero<usize>, Layout)>,
}

impl Checked {
    pub fn new() -> Self {
        Checked { place: HeapPlace::new(), handed_out: None }
    }
}

// SAFETY: all is forwarded to a place that keeps the promises.
unsafe impl ObjectPlace for Checked {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let memory = self.place.reserve(layout)?;
        self.handed_out = Some((memory.addr(), layout));
        expect_idle(memory);
        Ok(memory)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        if self.handed_out.take() != Some((memory.addr(), layout)) {
            wrong("memory is given back that is not what was handed out, or with another layout");
        }
        expect_idle(memory);
        // SAFETY: the caller's promise.
        unsafe { self.place.release(memory, layout) }
    }
}

/// Memory is handed out and given back with its first word zero.
fn expect_idle(memory: NonNull<u8>) {
    // SAFETY: it is the first word of memory that nobody else uses.
    if unsafe { memory.cast::<usize>().read() } != 0 {
        wrong("the first word of memory that nobody uses is not zero");
    }
}

/// What stays allocated where a call is leaked, besides the box that it is in and what is counted.
#[derive(Clone, Copy)]
pub enum Keeps<'a> {
    Nothing,
    /// The memory of a heap place, which others use again if the call has not been polled.
    HeapPlace,
    /// The memory of one that is leaked with the call.
    OwnHeapPlace,
    /// That of a binding, or the memory that it has instead if the machine is claimed. A lazy
    /// call makes one on the binding when it is polled, and drops it when that is done.
    Binding {
        tracker: &'a Tracker,
        shared: bool,
        lazy: bool,
    },
    /// That of the binding that the call has consumed, if it was one, and the box that the object
    /// was in.
    Consumed {
        tracker: Option<&'a Tracker>,
        husk: bool,
    },
}

/// What a binding's machine is, as far as the calls tell.
pub struct Tracker {
    tag: AtomicU8,
    /// Whether its memory is from the allocator because a call was leaked in that of the place.
    replaced: AtomicBool,
    /// Whether the memory of the place is on the heap.
    on_heap: bool,
    /// Whether it is the binding's alone, so that it is leaked with the binding.
    owned: bool,
}

const IDLE: u8 = 0;
const CLAIMED: u8 = 1;
const RUNNING: u8 = 2;

impl Tracker {
    pub fn new(on_heap: bool, owned: bool) -> Self {
        Tracker { tag: AtomicU8::new(IDLE), replaced: AtomicBool::new(false), on_heap, owned }
    }

    /// For a call that others can be made beside, and whether it has the machine.
    fn claim_shared(&self) -> bool {
        self.tag.compare_exchange(IDLE, CLAIMED, SeqCst, SeqCst).is_ok()
    }

    /// For a call that nobody else can make at the same time: if a future is in the machine, a call
    /// was leaked there, and the binding has other memory from then on. Says whether that is so.
    fn claim(&self) -> bool {
        let leaked = self.tag.load(SeqCst) == RUNNING;
        if leaked {
            self.replaced.store(true, SeqCst);
            self.free();
        }
        leaked
    }

    fn run(&self) {
        self.tag.store(RUNNING, SeqCst);
    }

    fn free(&self) {
        self.tag.store(IDLE, SeqCst);
    }

    /// For a call in a script that nobody else can make at the same time. It ends with the script
    /// at the latest.
    pub fn start_and_end(&self) {
        self.claim();
        self.free();
    }

    /// For another object in the same place.
    pub fn rebind(&self) {
        self.replaced.store(false, SeqCst);
        self.free();
    }

    fn is_on_heap(&self) -> bool {
        self.on_heap || self.replaced.load(SeqCst)
    }

    fn is_leaked_with_the_binding(&self) -> bool {
        self.owned || self.replaced.load(SeqCst)
    }
}
