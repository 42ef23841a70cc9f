//! A bus as drivers see one: transactions take time, one after the other, whoever asks for them.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Context, Poll};

use embassy_sync::waitqueue::MultiWakerRegistration;
use embassy_time::{Duration, Instant, Timer};
use embedded_hal_async::i2c::{Error, ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};

use crate::chips::{self, CHIPS, Chip, NoAnswer};

/// What a transaction takes: some ten bytes at 100 kHz.
pub const TRANSACTION: Duration = Duration::from_millis(1);

/// A bus that is shared: its users hold `&Bus`.
pub struct Bus {
    chips: RefCell<[Chip; CHIPS.len()]>,
    is_taken: Cell<bool>,
    /// The tasks that wait for the bus.
    waiting: RefCell<MultiWakerRegistration<4>>,
    transactions: Cell<u32>,
    /// How often somebody had to wait for the bus.
    collisions: Cell<u32>,
}

impl Bus {
    pub const fn new() -> Self {
        Bus {
            chips: RefCell::new(CHIPS),
            is_taken: Cell::new(false),
            waiting: RefCell::new(MultiWakerRegistration::new()),
            transactions: Cell::new(0),
            collisions: Cell::new(0),
        }
    }

    pub fn transactions(&self) -> u32 {
        self.transactions.get()
    }

    pub fn collisions(&self) -> u32 {
        self.collisions.get()
    }

    /// Takes the bus for a transaction.
    pub fn poll_take(&self, cx: &mut Context<'_>) -> Poll<Taken<'_>> {
        if self.is_taken.replace(true) {
            self.collisions.set(self.collisions.get() + 1);
            self.waiting.borrow_mut().register(cx.waker());
            return Poll::Pending;
        }
        Poll::Ready(Taken(self))
    }
}

impl Default for Bus {
    fn default() -> Self {
        Self::new()
    }
}

/// The bus, as long as it is one user's.
pub struct Taken<'a>(&'a Bus);

impl Taken<'_> {
    /// What comes of a transaction, when its time is over.
    pub fn finish(self, address: u8, operations: &mut [Operation<'_>]) -> Result<(), NoAnswer> {
        let Taken(bus) = &self;
        bus.transactions.set(bus.transactions.get() + 1);
        let now = Instant::now().as_millis() as u32;
        chips::transact(&mut *bus.chips.borrow_mut(), address, operations, now)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.is_taken.set(false);
        self.0.waiting.borrow_mut().wake();
    }
}

impl Error for NoAnswer {
    fn kind(&self) -> ErrorKind {
        ErrorKind::NoAcknowledge(NoAcknowledgeSource::Unknown)
    }
}

impl ErrorType for &Bus {
    type Error = NoAnswer;
}

impl I2c for &Bus {
    async fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), NoAnswer> {
        let bus = *self;
        let taken = poll_fn(|cx| bus.poll_take(cx)).await;
        Timer::after(TRANSACTION).await;
        taken.finish(address, operations)
    }
}
