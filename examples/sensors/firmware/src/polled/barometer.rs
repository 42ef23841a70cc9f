use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::Calibration;
use crate::sensors::convert::pressure;

pub struct Barometer {
    wire: Wire,
    calibration: Calibration,
}

impl Barometer {
    pub fn new(bus: &'static Bus) -> Self {
        let wire = Wire::new(bus, address::BAROMETER);
        Barometer { wire, calibration: Calibration::default() }
    }

    fn poll_start_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.wire.poll_power(cx))?;
        let mut bytes = [0; 6];
        ready!(self.wire.poll_read(cx, register::CALIBRATION, &mut bytes))?;
        self.calibration = Calibration::new(bytes);
        Poll::Ready(Ok(()))
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let mut bytes = [0; 6];
        ready!(self.wire.poll_conversion(cx, 9, &mut bytes))?;
        Poll::Ready(Ok(pressure(words(bytes)?, &self.calibration)))
    }
}

impl Sensor for Barometer {
    fn name(&self) -> &'static str {
        "barometer"
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
