use core::alloc::Layout;
use core::future::inline_async::{InlinePlace, MoveRef, Placed, layout_for, move_ref};
use core::pin::Pin;

use embassy_futures::join::join_array;
use embassy_time::Timer;
use static_cell::ConstStaticCell;

use super::{PAUSE, ROUNDS, Report, SENSORS};
use crate::bus::Bus;
use crate::sensor::Sensor;
use crate::sensors::*;

/// Room for the machine of any of the sensors.
type Place = InlinePlace<SIZE, 8>;

const SIZE: usize = {
    let machines = [
        layout_for::<Thermometer<&Bus>, dyn Sensor>(),
        layout_for::<Hygrometer<&Bus>, dyn Sensor>(),
        #[cfg(feature = "four")]
        layout_for::<Barometer<&Bus>, dyn Sensor>(),
        #[cfg(feature = "four")]
        layout_for::<Photometer<&Bus>, dyn Sensor>(),
        #[cfg(feature = "six")]
        layout_for::<Accelerometer<&Bus>, dyn Sensor>(),
        #[cfg(feature = "six")]
        layout_for::<Gyroscope<&Bus>, dyn Sensor>(),
        #[cfg(feature = "twelve")]
        layout_for::<Compass<&Bus>, dyn Sensor>(),
        #[cfg(feature = "twelve")]
        layout_for::<GasMeter<&Bus>, dyn Sensor>(),
        #[cfg(feature = "twelve")]
        layout_for::<FlowMeter<&Bus>, dyn Sensor>(),
        #[cfg(feature = "twelve")]
        layout_for::<PowerMeter<&Bus>, dyn Sensor>(),
        #[cfg(feature = "twelve")]
        layout_for::<Rangefinder<&Bus>, dyn Sensor>(),
        #[cfg(feature = "twelve")]
        layout_for::<Scale<&Bus>, dyn Sensor>(),
    ];
    largest(&machines)
};

const fn largest(machines: &[Layout]) -> usize {
    let (mut index, mut size) = (0, 0);
    while index < machines.len() {
        if machines[index].size() > size {
            size = machines[index].size();
        }
        index += 1;
    }
    size
}

static PLACES: ConstStaticCell<[Place; SENSORS]> =
    ConstStaticCell::new([const { Place::new() }; SENSORS]);

/// Uses all sensors, each in a binding.
pub async fn run(bus: &'static Bus) -> [Report; SENSORS] {
    let sensors: [MoveRef<'_, dyn Sensor>; SENSORS] = [
        move_ref!(Thermometer::new(bus)),
        move_ref!(Hygrometer::new(bus)),
        #[cfg(feature = "four")]
        move_ref!(Barometer::new(bus)),
        #[cfg(feature = "four")]
        move_ref!(Photometer::new(bus)),
        #[cfg(feature = "six")]
        move_ref!(Accelerometer::new(bus)),
        #[cfg(feature = "six")]
        move_ref!(Gyroscope::new(bus)),
        #[cfg(feature = "twelve")]
        move_ref!(Compass::new(bus)),
        #[cfg(feature = "twelve")]
        move_ref!(GasMeter::new(bus)),
        #[cfg(feature = "twelve")]
        move_ref!(FlowMeter::new(bus)),
        #[cfg(feature = "twelve")]
        move_ref!(PowerMeter::new(bus, 50)),
        #[cfg(feature = "twelve")]
        move_ref!(Rangefinder::new(bus)),
        #[cfg(feature = "twelve")]
        move_ref!(Scale::new(bus)),
    ];
    let mut places = InlinePlace::iter_pin_mut(Pin::static_mut(PLACES.take()));
    join_array(sensors.map(|sensor| survey(sensor, places.next().unwrap()))).await
}

async fn survey(sensor: MoveRef<'_, dyn Sensor>, place: Pin<&'static mut Place>) -> Report {
    let mut report = Report::new(sensor.name());
    let Ok(mut sensor) = Placed::new_in(sensor, place) else { unreachable!() };
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
