//! The time of `embassy-time`: milliseconds, counted by the processor's own timer.

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};
use core::task::Waker;

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_rt::exception;
use critical_section::Mutex;
use embassy_time_driver::{Driver, TICK_HZ, time_driver_impl};
use embassy_time_queue_utils::Queue;

struct Clock {
    queue: Mutex<RefCell<Queue>>,
}

time_driver_impl!(static CLOCK: Clock = Clock { queue: Mutex::new(RefCell::new(Queue::new())) });

/// Milliseconds since the start: enough for 49 days.
static NOW: AtomicU32 = AtomicU32::new(0);

/// When the next task is to be woken.
static NEXT: AtomicU32 = AtomicU32::new(u32::MAX);

const PROCESSOR_HZ: u64 = match u64::from_str_radix(env!("PROCESSOR_HZ"), 10) {
    Ok(hz) => hz,
    Err(_) => panic!("build.rs sets it"),
};

/// Starts the timer.
pub fn start(mut timer: SYST) {
    timer.set_clock_source(SystClkSource::Core);
    timer.set_reload((PROCESSOR_HZ / TICK_HZ) as u32 - 1);
    timer.clear_current();
    timer.enable_interrupt();
    timer.enable_counter();
}

impl Clock {
    /// Wakes whom it is time for.
    fn wake(&self, now: u32, queue: &mut Queue) {
        let next = queue.next_expiration(now.into());
        NEXT.store(u32::try_from(next).unwrap_or(u32::MAX), Ordering::Relaxed);
    }
}

impl Driver for Clock {
    fn now(&self) -> u64 {
        NOW.load(Ordering::Relaxed).into()
    }

    fn schedule_wake(&self, at: u64, waker: &Waker) {
        critical_section::with(|cs| {
            let mut queue = self.queue.borrow_ref_mut(cs);
            if queue.schedule_wake(at, waker) {
                self.wake(NOW.load(Ordering::Relaxed), &mut queue);
            }
        });
    }
}

#[exception]
fn SysTick() {
    let now = NOW.load(Ordering::Relaxed).wrapping_add(1);
    NOW.store(now, Ordering::Relaxed);
    if now >= NEXT.load(Ordering::Relaxed) {
        critical_section::with(|cs| CLOCK.wake(now, &mut CLOCK.queue.borrow_ref_mut(cs)));
    }
}
