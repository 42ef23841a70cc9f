//! A program that uses any number of sensors at once, and does the same in three ways.
//!
//! | module | a sensor is | its methods are |
//! | --- | --- | --- |
//! | [`objects`] | a `dyn Sensor` in a binding | `inline async fn`s |
//! | [`fixed`] | of a type that is known | `inline async fn`s, which are `async fn`s then |
//! | [`polled`] | a `dyn polled::Sensor` | `fn poll_…`, written by hand |

#[cfg(feature = "static")]
pub mod fixed;
#[cfg(feature = "objects")]
pub mod objects;
#[cfg(feature = "polled")]
pub mod polled;

use embassy_time::Duration;

use crate::console::Line;
use crate::sensor::Error;

/// How many sensors there are.
pub const SENSORS: usize = if cfg!(feature = "twelve") {
    12
} else if cfg!(feature = "six") {
    6
} else if cfg!(feature = "four") {
    4
} else {
    2
};

/// How often each is asked.
const ROUNDS: u32 = 5;

/// How long each is left alone after it was asked.
const PAUSE: Duration = Duration::from_millis(30);

/// How often in a row one may fail.
const TRIES: u32 = 3;

/// What comes of one sensor.
pub struct Report {
    name: &'static str,
    count: u32,
    least: i32,
    most: i32,
    sum: i32,
    failures: u32,
    error: Option<Error>,
}

impl Report {
    fn new(name: &'static str) -> Self {
        Report { name, count: 0, least: i32::MAX, most: i32::MIN, sum: 0, failures: 0, error: None }
    }

    fn add(&mut self, value: i32) {
        self.count += 1;
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.sum += value;
    }

    /// Whether it is too much.
    fn fail(&mut self, error: Error) -> bool {
        self.failures += 1;
        self.error = Some(error);
        self.failures % TRIES == 0
    }

    pub fn print(&self) {
        let mut line = Line::new();
        line.put(self.name).column(14).put(self.count).put(" times, from ").put(self.least);
        line.put(" to ").put(self.most).put(", mean ");
        line.put(self.sum.checked_div(self.count as i32).unwrap_or(0));
        if let Some(error) = self.error {
            line.put(", ").put(self.failures).put(" failures: ").put(error);
        }
        line.end();
    }
}
