use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Looks for the largest gain at which the light does not blind it.
pub struct Photometer<B> {
    wire: Wire<B>,
}

/// The gains of the chip, from the largest on.
pub const GAINS: [u8; 4] = [200, 100, 16, 1];

/// Lux, or nothing if there is too much light for the gain.
pub fn light([raw]: [i32; 1], gain: u8) -> Option<i32> {
    (raw < 0xff00).then(|| raw * 1000 / i32::from(gain) * 3 / 2)
}

impl<B: I2c + Copy> Photometer<B> {
    pub fn new(bus: B) -> Self {
        Photometer { wire: Wire::new(bus, address::PHOTOMETER) }
    }
}

impl<B: I2c + Copy> Sensor for Photometer<B> {
    fn name(&self) -> &'static str {
        "photometer"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        for gain in GAINS {
            self.wire.write(register::GAIN, gain).await?;
            let mut bytes = [0; 3];
            self.wire.conversion(5, &mut bytes).await?;
            if let Some(light) = light(words(bytes)?, gain) {
                return Ok(light);
            }
        }
        Err(Error::Late)
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
