use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Has a checksum that is wrong now and then, and reads again what was read wrongly.
pub struct Hygrometer<B> {
    wire: Wire<B>,
}

/// Percent, which a linear function of 16 bits gives.
pub fn humidity([raw]: [i32; 1]) -> i32 {
    (raw * 1250 / 656 - 6000).clamp(0, 100_000)
}

impl<B: I2c + Copy> Hygrometer<B> {
    pub fn new(bus: B) -> Self {
        Hygrometer { wire: Wire::new(bus, address::HYGROMETER) }
    }
}

impl<B: I2c + Copy> Sensor for Hygrometer<B> {
    fn name(&self) -> &'static str {
        "hygrometer"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut bytes = [0; 3];
        self.wire.conversion(6, &mut bytes).await?;
        if let Ok(raw) = words(bytes) {
            return Ok(humidity(raw));
        }
        self.wire.read(register::DATA, &mut bytes).await?;
        Ok(humidity(words(bytes)?))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
