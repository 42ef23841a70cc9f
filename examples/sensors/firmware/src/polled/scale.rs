use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::address;
use crate::sensor::{Error, words};
use crate::sensors::convert::weight;

pub struct Scale {
    wire: Wire,
    empty: i32,
    is_powered: bool,
}

/// The step of starting that is the first of a conversion.
const POWERED: u8 = 2;

impl Scale {
    pub fn new(bus: &'static Bus) -> Self {
        Scale { wire: Wire::new(bus, address::SCALE), empty: 0, is_powered: false }
    }

    fn poll_raw(&mut self, cx: &mut Context<'_>) -> Poll<Result<[i32; 2], Error>> {
        let mut bytes = [0; 6];
        ready!(self.wire.poll_conversion(cx, 8, &mut bytes))?;
        Poll::Ready(words(bytes))
    }

    fn poll_start_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if !self.is_powered {
            ready!(self.wire.poll_power(cx))?;
            self.wire.step -= POWERED;
            self.is_powered = true;
        }
        let [_, empty] = ready!(self.poll_raw(cx))?;
        self.empty = empty;
        Poll::Ready(Ok(()))
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let raw = ready!(self.poll_raw(cx))?;
        Poll::Ready(Ok(weight(raw, self.empty)))
    }
}

impl Sensor for Scale {
    fn name(&self) -> &'static str {
        "scale"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.poll_start_steps(cx);
        if result.is_ready() {
            self.is_powered = false;
        }
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
