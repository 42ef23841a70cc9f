use embedded_hal_async::i2c::I2c;

use crate::chips::address;
use crate::sensor::{Error, Sensor, Wire, words};

/// What lies on it when it is started weighs nothing.
pub struct Scale<B> {
    wire: Wire<B>,
    empty: i32,
}

/// Kilograms: a bit is half a gram.
pub fn weight([_, raw]: [i32; 2], empty: i32) -> i32 {
    (raw - empty) / 2
}

impl<B: I2c + Copy> Scale<B> {
    pub fn new(bus: B) -> Self {
        Scale { wire: Wire::new(bus, address::SCALE), empty: 0 }
    }

    async fn raw(&self) -> Result<[i32; 2], Error> {
        let mut bytes = [0; 6];
        self.wire.conversion(8, &mut bytes).await?;
        words(bytes)
    }
}

impl<B: I2c + Copy> Sensor for Scale<B> {
    fn name(&self) -> &'static str {
        "scale"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await?;
        let [_, empty] = self.raw().await?;
        self.empty = empty;
        Ok(())
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        Ok(weight(self.raw().await?, self.empty))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
