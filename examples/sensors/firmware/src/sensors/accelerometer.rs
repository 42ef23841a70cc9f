use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Three axes at once.
pub struct Accelerometer<B> {
    wire: Wire<B>,
}

/// The standard gravity is 4096 of the chip's bits.
pub fn magnitude([x, y, z]: [i32; 3]) -> i32 {
    let sum = (x * x + y * y + z * z) as u32;
    sum.isqrt() as i32 * 1000 / 4096
}

impl<B: I2c + Copy> Accelerometer<B> {
    pub fn new(bus: B) -> Self {
        Accelerometer { wire: Wire::new(bus, address::ACCELEROMETER) }
    }
}

impl<B: I2c + Copy> Sensor for Accelerometer<B> {
    fn name(&self) -> &'static str {
        "accelerometer"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await?;
        self.wire.write(register::GAIN, 1).await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut bytes = [0; 9];
        self.wire.conversion(2, &mut bytes).await?;
        Ok(magnitude(words(bytes)?))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
