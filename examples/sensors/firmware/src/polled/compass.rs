use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};

pub struct Compass {
    wire: Wire,
    is_set: bool,
    /// What was measured at the larger gain.
    strong: Option<i32>,
}

impl Compass {
    pub fn new(bus: &'static Bus) -> Self {
        Compass { wire: Wire::new(bus, address::COMPASS), is_set: false, strong: None }
    }

    fn poll_at_gain(&mut self, cx: &mut Context<'_>, gain: u8) -> Poll<Result<i32, Error>> {
        if !self.is_set {
            ready!(self.wire.poll_write(cx, register::GAIN, gain))?;
            self.is_set = true;
        }
        let mut bytes = [0; 3];
        ready!(self.wire.poll_conversion(cx, 3, &mut bytes))?;
        self.is_set = false;
        let [raw] = words(bytes)?;
        Poll::Ready(Ok(raw))
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        loop {
            let Some(strong) = self.strong else {
                self.strong = Some(ready!(self.poll_at_gain(cx, 2))?);
                continue;
            };
            return Poll::Ready(Ok((strong - ready!(self.poll_at_gain(cx, 1))?) * 50));
        }
    }
}

impl Sensor for Compass {
    fn name(&self) -> &'static str {
        "compass"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.wire.poll_power(cx);
        self.wire.done(result)
    }

    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let result = self.poll_steps(cx);
        if result.is_ready() {
            (self.is_set, self.strong) = (false, None);
        }
        self.wire.done(result)
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.wire.poll_standby(cx)
    }
}
