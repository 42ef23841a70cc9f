use core::task::{Context, Poll, ready};

use embassy_time::Instant;

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::convert::flow;

pub struct FlowMeter {
    wire: Wire,
    before: (i32, Instant),
}

impl FlowMeter {
    pub fn new(bus: &'static Bus) -> Self {
        let wire = Wire::new(bus, address::FLOW_METER);
        FlowMeter { wire, before: (0, Instant::from_ticks(0)) }
    }

    fn poll_count(&mut self, cx: &mut Context<'_>) -> Poll<Result<(i32, Instant), Error>> {
        let mut bytes = [0; 3];
        ready!(self.wire.poll_read(cx, register::DATA, &mut bytes))?;
        let [count] = words(bytes)?;
        Poll::Ready(Ok((count, Instant::now())))
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        if self.wire.step == 0 {
            self.before = ready!(self.poll_count(cx))?;
            self.wire.step = 1;
        }
        if self.wire.step == 1 {
            ready!(self.wire.poll_sleep(cx, 12));
            self.wire.step = 2;
        }
        let (after, now) = ready!(self.poll_count(cx))?;
        let (before, since) = self.before;
        Poll::Ready(Ok(flow(before, after, (now - since).as_millis())))
    }
}

impl Sensor for FlowMeter {
    fn name(&self) -> &'static str {
        "flow meter"
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
