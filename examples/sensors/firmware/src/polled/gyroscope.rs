use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::address;
use crate::sensor::{Error, words};
use crate::sensors::convert::{SAMPLES, rate};

pub struct Gyroscope {
    wire: Wire,
    at_rest: i32,
    sum: i32,
    samples: i32,
}

/// The step of starting that is the first of a conversion.
const POWERED: u8 = 2;

impl Gyroscope {
    pub fn new(bus: &'static Bus) -> Self {
        let wire = Wire::new(bus, address::GYROSCOPE);
        Gyroscope { wire, at_rest: 0, sum: 0, samples: 0 }
    }

    fn poll_sample(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let mut bytes = [0; 3];
        ready!(self.wire.poll_conversion(cx, 2, &mut bytes))?;
        let [raw] = words(bytes)?;
        Poll::Ready(Ok(raw))
    }

    fn poll_start_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.samples == 0 {
            ready!(self.wire.poll_power(cx))?;
            self.wire.step -= POWERED;
            self.samples = 1;
        }
        self.at_rest = ready!(self.poll_sample(cx))?;
        Poll::Ready(Ok(()))
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        while self.samples < SAMPLES {
            self.sum += ready!(self.poll_sample(cx))?;
            self.samples += 1;
        }
        Poll::Ready(Ok(rate(self.sum, self.at_rest)))
    }

    fn done<T>(&mut self, result: Poll<T>) -> Poll<T> {
        if result.is_ready() {
            (self.sum, self.samples) = (0, 0);
        }
        self.wire.done(result)
    }
}

impl Sensor for Gyroscope {
    fn name(&self) -> &'static str {
        "gyroscope"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.poll_start_steps(cx);
        self.done(result)
    }

    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let result = self.poll_steps(cx);
        self.done(result)
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.wire.poll_standby(cx)
    }
}
