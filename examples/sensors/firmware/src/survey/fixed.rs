use embassy_futures::join::*;
use embassy_time::Timer;

use super::{PAUSE, ROUNDS, Report, SENSORS};
use crate::bus::Bus;
use crate::sensor::Sensor;
use crate::sensors::*;

/// Uses all sensors, each with code of its own.
pub async fn run(bus: &'static Bus) -> [Report; SENSORS] {
    let two = join(survey(Thermometer::new(bus)), survey(Hygrometer::new(bus)));
    #[cfg(feature = "four")]
    let four = join(survey(Barometer::new(bus)), survey(Photometer::new(bus)));
    #[cfg(feature = "six")]
    let six = join(survey(Accelerometer::new(bus)), survey(Gyroscope::new(bus)));
    #[cfg(feature = "twelve")]
    let twelve = join(
        join3(survey(Compass::new(bus)), survey(GasMeter::new(bus)), survey(FlowMeter::new(bus))),
        join3(
            survey(PowerMeter::new(bus, 50)),
            survey(Rangefinder::new(bus)),
            survey(Scale::new(bus)),
        ),
    );
    #[cfg(feature = "twelve")]
    return {
        let ((a, b), (c, d), (e, f), ((g, h, i), (j, k, l))) = join4(two, four, six, twelve).await;
        [a, b, c, d, e, f, g, h, i, j, k, l]
    };
    #[cfg(all(feature = "six", not(feature = "twelve")))]
    return {
        let ((a, b), (c, d), (e, f)) = join3(two, four, six).await;
        [a, b, c, d, e, f]
    };
    #[cfg(all(feature = "four", not(feature = "six")))]
    return {
        let ((a, b), (c, d)) = join(two, four).await;
        [a, b, c, d]
    };
    #[cfg(not(feature = "four"))]
    return two.await.into();
}

async fn survey(mut sensor: impl Sensor) -> Report {
    let mut report = Report::new(sensor.name());
    while let Err(error) = sensor.start().await {
        if report.fail(error) {
            return report;
        }
        Timer::after(PAUSE).await;
    }
    while report.count < ROUNDS {
        match sensor.measure().await {
            Ok(value) => report.add(value),
            Err(error) if report.fail(error) => break,
            Err(_) => {}
        }
        Timer::after(PAUSE).await;
    }
    if let Err(error) = sensor.close().await {
        report.fail(error);
    }
    report
}
