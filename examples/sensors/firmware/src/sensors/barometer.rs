use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Has numbers of its own, which are read once, and a temperature that goes into the pressure.
pub struct Barometer<B> {
    wire: Wire<B>,
    calibration: Calibration,
}

/// What the factory has found out about a chip.
#[derive(Default)]
pub struct Calibration {
    offset: i32,
    slope: i32,
    warmth: i32,
}

impl Calibration {
    pub fn new(bytes: [u8; 6]) -> Self {
        let word = |at: usize| i32::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
        Calibration { offset: word(0) % 97, slope: word(2) % 89, warmth: word(4) % 83 }
    }
}

/// Hectopascal.
pub fn pressure([pressure, warmth]: [i32; 2], calibration: &Calibration) -> i32 {
    let warmth = (warmth - 20_000) * calibration.warmth / 64;
    let sensitivity = 4000 + calibration.slope + warmth / 16;
    pressure * sensitivity / 100 + calibration.offset * 10 + warmth
}

impl<B: I2c + Copy> Barometer<B> {
    pub fn new(bus: B) -> Self {
        Barometer { wire: Wire::new(bus, address::BAROMETER), calibration: Calibration::default() }
    }
}

impl<B: I2c + Copy> Sensor for Barometer<B> {
    fn name(&self) -> &'static str {
        "barometer"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await?;
        let mut bytes = [0; 6];
        self.wire.read(register::CALIBRATION, &mut bytes).await?;
        self.calibration = Calibration::new(bytes);
        Ok(())
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut bytes = [0; 6];
        self.wire.conversion(9, &mut bytes).await?;
        Ok(pressure(words(bytes)?, &self.calibration))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
