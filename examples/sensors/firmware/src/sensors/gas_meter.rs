use embassy_time::Timer;
use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Takes its time, and says itself when it is ready.
pub struct GasMeter<B> {
    wire: Wire<B>,
}

impl<B: I2c + Copy> GasMeter<B> {
    pub fn new(bus: B) -> Self {
        GasMeter { wire: Wire::new(bus, address::GAS_METER) }
    }
}

impl<B: I2c + Copy> Sensor for GasMeter<B> {
    fn name(&self) -> &'static str {
        "gas meter"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await?;
        // It has to become warm.
        Timer::after_millis(20).await;
        self.wire.convert().await
    }

    /// Parts in a million.
    inline async fn measure(&self) -> Result<i32, Error> {
        self.wire.convert().await?;
        for _ in 0..6 {
            let mut status = [0];
            self.wire.read(register::STATUS, &mut status).await?;
            if status == [1] {
                let mut bytes = [0; 3];
                self.wire.read(register::DATA, &mut bytes).await?;
                let [raw] = words(bytes)?;
                return Ok(raw * 1000);
            }
            Timer::after_millis(3).await;
        }
        Err(Error::Late)
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
