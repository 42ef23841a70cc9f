use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::convert::humidity;

pub struct Hygrometer {
    wire: Wire,
}

impl Hygrometer {
    pub fn new(bus: &'static Bus) -> Self {
        Hygrometer { wire: Wire::new(bus, address::HYGROMETER) }
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let mut bytes = [0; 3];
        if self.wire.step < 3 {
            ready!(self.wire.poll_conversion(cx, 6, &mut bytes))?;
            if let Ok(raw) = words(bytes) {
                return Poll::Ready(Ok(humidity(raw)));
            }
            self.wire.step = 3;
        }
        ready!(self.wire.poll_read(cx, register::DATA, &mut bytes))?;
        Poll::Ready(Ok(humidity(words(bytes)?)))
    }
}

impl Sensor for Hygrometer {
    fn name(&self) -> &'static str {
        "hygrometer"
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
