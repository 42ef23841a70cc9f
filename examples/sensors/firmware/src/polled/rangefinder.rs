use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};
use crate::sensors::convert::distance;

pub struct Rangefinder {
    wire: Wire,
    echoes: [i32; 3],
    count: usize,
}

impl Rangefinder {
    pub fn new(bus: &'static Bus) -> Self {
        Rangefinder { wire: Wire::new(bus, address::RANGEFINDER), echoes: [0; 3], count: 0 }
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        while self.count < self.echoes.len() {
            match self.wire.step {
                0 => {
                    ready!(self.wire.poll_convert(cx))?;
                    self.wire.step = 1;
                }
                1 => {
                    let mut status = [0];
                    ready!(self.wire.poll_read(cx, register::STATUS, &mut status))?;
                    self.wire.step = if status == [1] { 3 } else { 2 };
                }
                2 => {
                    ready!(self.wire.poll_sleep(cx, 2));
                    self.wire.step = 1;
                }
                _ => {
                    let mut bytes = [0; 3];
                    ready!(self.wire.poll_read(cx, register::DATA, &mut bytes))?;
                    [self.echoes[self.count]] = words(bytes)?;
                    self.count += 1;
                    self.wire.step = 0;
                }
            }
        }
        Poll::Ready(Ok(distance(self.echoes)))
    }
}

impl Sensor for Rangefinder {
    fn name(&self) -> &'static str {
        "rangefinder"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.wire.poll_power(cx);
        self.wire.done(result)
    }

    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let result = self.poll_steps(cx);
        if result.is_ready() {
            self.count = 0;
        }
        self.wire.done(result)
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.wire.poll_standby(cx)
    }
}
