use core::task::{Context, Poll, ready};

use super::{Sensor, Wire};
use crate::bus::Bus;
use crate::chips::{address, register};
use crate::sensor::{Error, words};

pub struct GasMeter {
    wire: Wire,
    /// How often it has said that it is not ready.
    asked: u8,
}

impl GasMeter {
    pub fn new(bus: &'static Bus) -> Self {
        GasMeter { wire: Wire::new(bus, address::GAS_METER), asked: 0 }
    }

    fn poll_start_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.wire.poll_power(cx))?;
        if self.wire.step == 2 {
            ready!(self.wire.poll_sleep(cx, 20));
            self.wire.step = 3;
        }
        self.wire.poll_convert(cx)
    }

    fn poll_steps(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        loop {
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
                    ready!(self.wire.poll_sleep(cx, 3));
                    self.asked += 1;
                    if self.asked == 6 {
                        return Poll::Ready(Err(Error::Late));
                    }
                    self.wire.step = 1;
                }
                _ => {
                    let mut bytes = [0; 3];
                    ready!(self.wire.poll_read(cx, register::DATA, &mut bytes))?;
                    let [raw] = words(bytes)?;
                    return Poll::Ready(Ok(raw * 1000));
                }
            }
        }
    }
}

impl Sensor for GasMeter {
    fn name(&self) -> &'static str {
        "gas meter"
    }

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let result = self.poll_start_steps(cx);
        self.wire.done(result)
    }

    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>> {
        let result = self.poll_steps(cx);
        if result.is_ready() {
            self.asked = 0;
        }
        self.wire.done(result)
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.wire.poll_standby(cx)
    }
}
