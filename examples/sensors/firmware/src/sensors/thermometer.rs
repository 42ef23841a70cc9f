use embedded_hal_async::i2c::I2c;

use crate::chips::address;
use crate::sensor::{Error, Sensor, Wire, words};

/// Waits until a conversion is over, which always takes the same time.
pub struct Thermometer<B> {
    wire: Wire<B>,
}

/// Degrees: a bit of the chip's is 1/160.
pub fn temperature([raw]: [i32; 1]) -> i32 {
    raw * 25 / 4
}

impl<B: I2c + Copy> Thermometer<B> {
    pub fn new(bus: B) -> Self {
        Thermometer { wire: Wire::new(bus, address::THERMOMETER) }
    }
}

impl<B: I2c + Copy> Sensor for Thermometer<B> {
    fn name(&self) -> &'static str {
        "thermometer"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut bytes = [0; 3];
        self.wire.conversion(4, &mut bytes).await?;
        Ok(temperature(words(bytes)?))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
