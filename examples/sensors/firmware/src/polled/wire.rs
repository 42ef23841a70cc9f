use core::pin::Pin;
use core::task::{Context, Poll, ready};

use embassy_time::Timer;
use embedded_hal_async::i2c::Operation;

use crate::bus::{Bus, TRANSACTION, Taken};
use crate::chips::{control, identity, register};
use crate::sensor::Error;

/// The chip at an address of the bus, and what is under way with it.
pub struct Wire {
    bus: &'static Bus,
    address: u8,
    /// How far the method of the sensor is that is called. It is 0 again when that is ready.
    pub step: u8,
    state: State,
}

enum State {
    Idle,
    Transfer(Taken<'static>, Timer),
    Sleep(Timer),
}

impl Wire {
    pub fn new(bus: &'static Bus, address: u8) -> Self {
        Wire { bus, address, step: 0, state: State::Idle }
    }

    fn poll_transaction(
        &mut self,
        cx: &mut Context<'_>,
        operations: &mut [Operation<'_>],
    ) -> Poll<Result<(), Error>> {
        if let State::Idle = self.state {
            let taken = ready!(self.bus.poll_take(cx));
            self.state = State::Transfer(taken, Timer::after(TRANSACTION));
        }
        if let State::Transfer(_, timer) = &mut self.state {
            ready!(Pin::new(timer).poll(cx));
        }
        let State::Transfer(taken, _) = core::mem::replace(&mut self.state, State::Idle) else {
            return Poll::Ready(Err(Error::NoAnswer));
        };
        Poll::Ready(taken.finish(self.address, operations).map_err(|_| Error::NoAnswer))
    }

    pub fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        register: u8,
        value: u8,
    ) -> Poll<Result<(), Error>> {
        self.poll_transaction(cx, &mut [Operation::Write(&[register, value])])
    }

    pub fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        register: u8,
        bytes: &mut [u8],
    ) -> Poll<Result<(), Error>> {
        self.poll_transaction(cx, &mut [Operation::Write(&[register]), Operation::Read(bytes)])
    }

    pub fn poll_sleep(&mut self, cx: &mut Context<'_>, milliseconds: u64) -> Poll<()> {
        if let State::Idle = self.state {
            self.state = State::Sleep(Timer::after_millis(milliseconds));
        }
        if let State::Sleep(timer) = &mut self.state {
            ready!(Pin::new(timer).poll(cx));
        }
        self.state = State::Idle;
        Poll::Ready(())
    }

    /// Makes the steps 0 and 1 of switching the chip on, which is done when the step is 2.
    pub fn poll_power(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.step == 0 {
            let mut found = [0];
            ready!(self.poll_read(cx, register::IDENTITY, &mut found))?;
            if found != [identity(self.address)] {
                return Poll::Ready(Err(Error::OtherChip));
            }
            self.step = 1;
        }
        if self.step == 1 {
            ready!(self.poll_write(cx, register::CONTROL, control::POWER))?;
            self.step = 2;
        }
        Poll::Ready(Ok(()))
    }

    pub fn poll_convert(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_write(cx, register::CONTROL, control::CONVERT)
    }

    pub fn poll_standby(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_write(cx, register::CONTROL, control::STANDBY)
    }

    /// Makes the steps 0 to 2 of a conversion, which takes that long, and reads what it gave. The
    /// step is 0 again then.
    pub fn poll_conversion(
        &mut self,
        cx: &mut Context<'_>,
        milliseconds: u64,
        bytes: &mut [u8],
    ) -> Poll<Result<(), Error>> {
        if self.step == 0 {
            ready!(self.poll_convert(cx))?;
            self.step = 1;
        }
        if self.step == 1 {
            ready!(self.poll_sleep(cx, milliseconds));
            self.step = 2;
        }
        ready!(self.poll_read(cx, register::DATA, bytes))?;
        self.step = 0;
        Poll::Ready(Ok(()))
    }

    /// Ends a method: the next one begins at its first step.
    pub fn done<T>(&mut self, result: Poll<T>) -> Poll<T> {
        if result.is_ready() {
            self.step = 0;
        }
        result
    }
}
