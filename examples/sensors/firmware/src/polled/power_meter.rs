use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::convert::power;

pub struct PowerMeter {
    wire: Wire,
    milliohm: i32,
}

impl PowerMeter {
    pub fn new(bus: &'static Bus, milliohm: i32) -> Self {
        PowerMeter { wire: Wire::new(bus, address::POWER_METER), milliohm }
    }

    fn poll_start_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.wire.poll_power(cx))?;
        self.wire.poll_write(cx, register::GAIN, 1)
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let mut bytes = [0; 6];
        ready!(self.wire.poll_conversion(cx, 3, &mut bytes))?;
        Poll::Ready(Ok(power(words(bytes)?, self.milliohm)))
    }

    fn poll_close_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.wire.step == 0 {
            ready!(self.wire.poll_write(cx, register::GAIN, 0))?;
            self.wire.step = 1;
        }
        self.wire.poll_standby(cx)
    }
}

impl Sensor for PowerMeter {
    fn name(&self) -> &'static str {
        "power meter"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.poll_start_steps(cx);
        self.wire.done(result)
    }

    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let result = self.poll_steps(cx);
        self.wire.done(result)
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.poll_close_steps(cx);
        self.wire.done(result)
    }
}
