use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Measures at two gains, so that what is the same at both falls out.
pub struct Compass<B> {
    wire: Wire<B>,
}

impl<B: I2c + Copy> Compass<B> {
    pub fn new(bus: B) -> Self {
        Compass { wire: Wire::new(bus, address::COMPASS) }
    }

    async fn at_gain(&self, gain: u8) -> Result<i32, Error> {
        self.wire.write(register::GAIN, gain).await?;
        let mut bytes = [0; 3];
        self.wire.conversion(3, &mut bytes).await?;
        let [raw] = words(bytes)?;
        Ok(raw)
    }
}

impl<B: I2c + Copy> Sensor for Compass<B> {
    fn name(&self) -> &'static str {
        "compass"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await
    }

    /// Microtesla.
    inline async fn measure(&self) -> Result<i32, Error> {
        let strong = self.at_gain(2).await?;
        Ok((strong - self.at_gain(1).await?) * 50)
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
