//! Ctrl-C at a moment at which stopping would leave a mess.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Result, bail};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What the handlers read and write. They stay for the rest of the process.
struct Flags {
    may_end: Arc<AtomicBool>,
    was_asked: Arc<AtomicBool>,
}

/// While it lives, SIGINT and SIGTERM end nothing: they are remembered.
pub struct Held(&'static Flags);

impl Held {
    /// From this moment on.
    pub fn begin() -> Self {
        static FLAGS: OnceLock<Flags> = OnceLock::new();
        let flags = FLAGS.get_or_init(|| {
            let flags = Flags {
                may_end: Arc::new(AtomicBool::new(true)),
                was_asked: Arc::new(AtomicBool::new(false)),
            };
            for signal in [SIGINT, SIGTERM] {
                // Where a handler cannot be put in place, the signal ends us as it always did.
                let _ = flag::register_conditional_default(signal, Arc::clone(&flags.may_end));
                let _ = flag::register(signal, Arc::clone(&flags.was_asked));
            }
            flags
        });
        flags.may_end.store(false, Ordering::SeqCst);
        Held(flags)
    }

    /// # Errors
    ///
    /// We were asked to end meanwhile.
    pub fn check(&self) -> Result<()> {
        if self.0.was_asked.load(Ordering::SeqCst) {
            bail!("interrupted; what was being installed was brought to its end first");
        }
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.may_end.store(true, Ordering::SeqCst);
    }
}
