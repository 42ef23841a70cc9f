use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Volts times amperes.
pub struct PowerMeter<B> {
    wire: Wire<B>,
    /// Of the resistor that the current goes through.
    milliohm: i32,
}

/// Watt, of millivolts at the load and at the resistor.
pub fn power([load, resistor]: [i32; 2], milliohm: i32) -> i32 {
    load * (resistor * 1000 / milliohm) / 1000
}

impl<B: I2c + Copy> PowerMeter<B> {
    pub fn new(bus: B, milliohm: i32) -> Self {
        PowerMeter { wire: Wire::new(bus, address::POWER_METER), milliohm }
    }
}

impl<B: I2c + Copy> Sensor for PowerMeter<B> {
    fn name(&self) -> &'static str {
        "power meter"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await?;
        self.wire.write(register::GAIN, 1).await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut bytes = [0; 6];
        self.wire.conversion(3, &mut bytes).await?;
        Ok(power(words(bytes)?, self.milliohm))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.write(register::GAIN, 0).await?;
        self.wire.standby().await
    }
}
