//! What all sensors can do.

use embassy_time::Timer;
use embedded_hal_async::i2c::I2c;

use crate::chips::{checksum, control, identity, register};
use crate::console::{Line, Print};

/// A sensor of whatever type.
pub trait Sensor {
    fn name(&self) -> &'static str;

    /// Makes it ready to measure.
    inline async fn start(&mut self) -> Result<(), Error>;

    /// Measures once, in thousandths of the sensor's unit.
    inline async fn measure(&self) -> Result<i32, Error>;

    /// Switches it off. Nothing can be done with a sensor that is off, so this consumes it.
    inline async fn close(self) -> Result<(), Error>;
}

/// What goes wrong with sensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    NoAnswer,
    OtherChip,
    Checksum,
    Late,
}

impl Print for Error {
    fn print(&self, line: &mut Line) {
        line.put(match self {
            Error::NoAnswer => "no answer",
            Error::OtherChip => "another chip",
            Error::Checksum => "wrong checksum",
            Error::Late => "no measurement in time",
        });
    }
}

/// The chip at an address of a bus.
#[derive(Clone, Copy)]
pub struct Wire<B> {
    bus: B,
    address: u8,
}

impl<B: I2c + Copy> Wire<B> {
    pub fn new(bus: B, address: u8) -> Self {
        Wire { bus, address }
    }

    pub async fn write(&self, register: u8, value: u8) -> Result<(), Error> {
        let mut bus = self.bus;
        bus.write(self.address, &[register, value]).await.map_err(|_| Error::NoAnswer)
    }

    pub async fn read(&self, register: u8, bytes: &mut [u8]) -> Result<(), Error> {
        let mut bus = self.bus;
        bus.write_read(self.address, &[register], bytes).await.map_err(|_| Error::NoAnswer)
    }

    /// Switches the chip on, if it is the one that it should be.
    pub async fn power(&self) -> Result<(), Error> {
        let mut found = [0];
        self.read(register::IDENTITY, &mut found).await?;
        if found != [identity(self.address)] {
            return Err(Error::OtherChip);
        }
        self.write(register::CONTROL, control::POWER).await
    }

    pub async fn convert(&self) -> Result<(), Error> {
        self.write(register::CONTROL, control::CONVERT).await
    }

    /// Makes a conversion, which takes that long, and reads what it gave.
    pub async fn conversion(&self, milliseconds: u64, bytes: &mut [u8]) -> Result<(), Error> {
        self.convert().await?;
        Timer::after_millis(milliseconds).await;
        self.read(register::DATA, bytes).await
    }

    pub async fn standby(&self) -> Result<(), Error> {
        self.write(register::CONTROL, control::STANDBY).await
    }
}

/// The words in what was read from [`register::DATA`].
pub fn words<const BYTES: usize, const N: usize>(bytes: [u8; BYTES]) -> Result<[i32; N], Error> {
    let mut words = [0; N];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(3)) {
        let [high, low, sum] = *bytes else { return Err(Error::Checksum) };
        if checksum([high, low]) != sum {
            return Err(Error::Checksum);
        }
        *word = u16::from_be_bytes([high, low]).into();
    }
    Ok(words)
}
