use embedded_hal_async::i2c::I2c;

use crate::chips::address;
use crate::sensor::{Error, Sensor, Wire, words};

/// Takes what it reads at rest, when it is started, from the mean of what it reads later.
pub struct Gyroscope<B> {
    wire: Wire<B>,
    at_rest: i32,
}

/// How many conversions a measurement is the mean of.
pub const SAMPLES: i32 = 3;

/// Degrees a second.
pub fn rate(sum: i32, at_rest: i32) -> i32 {
    (sum / SAMPLES - at_rest) * 1000 / 131
}

impl<B: I2c + Copy> Gyroscope<B> {
    pub fn new(bus: B) -> Self {
        Gyroscope { wire: Wire::new(bus, address::GYROSCOPE), at_rest: 0 }
    }

    async fn sample(&self) -> Result<i32, Error> {
        let mut bytes = [0; 3];
        self.wire.conversion(2, &mut bytes).await?;
        let [raw] = words(bytes)?;
        Ok(raw)
    }
}

impl<B: I2c + Copy> Sensor for Gyroscope<B> {
    fn name(&self) -> &'static str {
        "gyroscope"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await?;
        self.at_rest = self.sample().await?;
        Ok(())
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut sum = 0;
        for _ in 0..SAMPLES {
            sum += self.sample().await?;
        }
        Ok(rate(sum, self.at_rest))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
