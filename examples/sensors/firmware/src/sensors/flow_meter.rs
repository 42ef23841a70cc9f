use embassy_time::{Instant, Timer};
use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// Counts: what flows is the difference of two counts.
pub struct FlowMeter<B> {
    wire: Wire<B>,
}

/// Litres a minute: 450 of the chip's counts are a litre.
pub fn flow(before: i32, after: i32, milliseconds: u64) -> i32 {
    (after - before) * 60_000 / 450 * 1000 / milliseconds as i32
}

impl<B: I2c + Copy> FlowMeter<B> {
    pub fn new(bus: B) -> Self {
        FlowMeter { wire: Wire::new(bus, address::FLOW_METER) }
    }

    async fn count(&self) -> Result<(i32, Instant), Error> {
        let mut bytes = [0; 3];
        self.wire.read(register::DATA, &mut bytes).await?;
        let [count] = words(bytes)?;
        Ok((count, Instant::now()))
    }
}

impl<B: I2c + Copy> Sensor for FlowMeter<B> {
    fn name(&self) -> &'static str {
        "flow meter"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let (before, since) = self.count().await?;
        Timer::after_millis(12).await;
        let (after, now) = self.count().await?;
        Ok(flow(before, after, (now - since).as_millis()))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
