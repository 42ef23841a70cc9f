use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::address;
use crate::sensor::{Error, words};
use crate::sensors::convert::temperature;

pub struct Thermometer {
    wire: Wire,
}

impl Thermometer {
    pub fn new(bus: &'static Bus) -> Self {
        Thermometer { wire: Wire::new(bus, address::THERMOMETER) }
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let mut bytes = [0; 3];
        ready!(self.wire.poll_conversion(cx, 4, &mut bytes))?;
        Poll::Ready(Ok(temperature(words(bytes)?)))
    }
}

impl Sensor for Thermometer {
    fn name(&self) -> &'static str {
        "thermometer"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.wire.poll_power(cx);
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
