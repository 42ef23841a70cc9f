use core::future::poll_fn;

use embassy_futures::join::join_array;
use embassy_time::Timer;

use super::{PAUSE, ROUNDS, Report, SENSORS};
use crate::bus::Bus;
use crate::polled::*;

/// Uses all sensors, each an object that is polled.
pub async fn run(bus: &'static Bus) -> [Report; SENSORS] {
    let sensors: [&mut dyn Sensor; SENSORS] = [
        &mut Thermometer::new(bus),
        &mut Hygrometer::new(bus),
        #[cfg(feature = "four")]
        &mut Barometer::new(bus),
        #[cfg(feature = "four")]
        &mut Photometer::new(bus),
        #[cfg(feature = "six")]
        &mut Accelerometer::new(bus),
        #[cfg(feature = "six")]
        &mut Gyroscope::new(bus),
        #[cfg(feature = "twelve")]
        &mut Compass::new(bus),
        #[cfg(feature = "twelve")]
        &mut GasMeter::new(bus),
        #[cfg(feature = "twelve")]
        &mut FlowMeter::new(bus),
        #[cfg(feature = "twelve")]
        &mut PowerMeter::new(bus, 50),
        #[cfg(feature = "twelve")]
        &mut Rangefinder::new(bus),
        #[cfg(feature = "twelve")]
        &mut Scale::new(bus),
    ];
    join_array(sensors.map(survey)).await
}

async fn survey(sensor: &mut dyn Sensor) -> Report {
    let mut report = Report::new(sensor.name());
    while let Err(error) = poll_fn(|cx| sensor.poll_start(cx)).await {
        if report.fail(error) {
            return report;
        }
        Timer::after(PAUSE).await;
    }
    while report.count < ROUNDS {
        match poll_fn(|cx| sensor.poll_measure(cx)).await {
            Ok(value) => report.add(value),
            Err(error) if report.fail(error) => break,
            Err(_) => {}
        }
        Timer::after(PAUSE).await;
    }
    if let Err(error) = poll_fn(|cx| sensor.poll_close(cx)).await {
        report.fail(error);
    }
    report
}
