use embassy_time::Timer;
use embedded_hal_async::i2c::I2c;

use crate::chips::{address, register};
use crate::sensor::{Error, Sensor, Wire, words};

/// The one in the middle of three echoes.
pub struct Rangefinder<B> {
    wire: Wire<B>,
}

/// Metres: an echo comes after so many microseconds.
pub fn distance(mut echoes: [i32; 3]) -> i32 {
    if echoes[0] > echoes[1] {
        echoes.swap(0, 1);
    }
    let middle = echoes[1].min(echoes[2]).max(echoes[0]);
    middle * 343 / 2000
}

impl<B: I2c + Copy> Rangefinder<B> {
    pub fn new(bus: B) -> Self {
        Rangefinder { wire: Wire::new(bus, address::RANGEFINDER) }
    }
}

impl<B: I2c + Copy> Sensor for Rangefinder<B> {
    fn name(&self) -> &'static str {
        "rangefinder"
    }

    inline async fn start(&mut self) -> Result<(), Error> {
        self.wire.power().await
    }

    inline async fn measure(&self) -> Result<i32, Error> {
        let mut echoes = [0; 3];
        for echo in &mut echoes {
            self.wire.convert().await?;
            loop {
                let mut status = [0];
                self.wire.read(register::STATUS, &mut status).await?;
                if status == [1] {
                    break;
                }
                Timer::after_millis(2).await;
            }
            let mut bytes = [0; 3];
            self.wire.read(register::DATA, &mut bytes).await?;
            [*echo] = words(bytes)?;
        }
        Ok(distance(echoes))
    }

    inline async fn close(self) -> Result<(), Error> {
        self.wire.standby().await
    }
}
