use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::convert::magnitude;

pub struct Accelerometer {
    wire: Wire,
}

impl Accelerometer {
    pub fn new(bus: &'static Bus) -> Self {
        Accelerometer { wire: Wire::new(bus, address::ACCELEROMETER) }
    }

    fn poll_start_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.wire.poll_power(cx))?;
        self.wire.poll_write(cx, register::GAIN, 1)
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let mut bytes = [0; 9];
        ready!(self.wire.poll_conversion(cx, 2, &mut bytes))?;
        Poll::Ready(Ok(magnitude(words(bytes)?)))
    }
}

impl Sensor for Accelerometer {
    fn name(&self) -> &'static str {
        "accelerometer"
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
        self.wire.poll_standby(cx)
    }
}
