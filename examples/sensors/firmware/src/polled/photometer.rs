use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::convert::{GAINS, light};

pub struct Photometer {
    wire: Wire,
    /// Which of the gains is tried.
    tried: usize,
    is_set: bool,
}

impl Photometer {
    pub fn new(bus: &'static Bus) -> Self {
        Photometer { wire: Wire::new(bus, address::PHOTOMETER), tried: 0, is_set: false }
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        while let Some(&gain) = GAINS.get(self.tried) {
            if !self.is_set {
                ready!(self.wire.poll_write(cx, register::GAIN, gain))?;
                self.is_set = true;
            }
            let mut bytes = [0; 3];
            ready!(self.wire.poll_conversion(cx, 5, &mut bytes))?;
            self.is_set = false;
            if let Some(light) = light(words(bytes)?, gain) {
                return Poll::Ready(Ok(light));
            }
            self.tried += 1;
        }
        Poll::Ready(Err(Error::Late))
    }
}

impl Sensor for Photometer {
    fn name(&self) -> &'static str {
        "photometer"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.wire.poll_power(cx);
        self.wire.done(result)
    }

    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let result = self.poll_steps(cx);
        if result.is_ready() {
            (self.tried, self.is_set) = (0, false);
        }
        self.wire.done(result)
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.wire.poll_standby(cx)
    }
}
