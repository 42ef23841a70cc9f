//! The same drivers without `async`: objects that are polled, as they are written by hand.
//!
//! A method is called again until it is ready. What it has come to is a number in the object.

mod accelerometer;
mod barometer;
mod compass;
mod flow_meter;
mod gas_meter;
mod gyroscope;
mod hygrometer;
mod photometer;
mod power_meter;
mod rangefinder;
mod scale;
mod thermometer;
mod wire;

pub use accelerometer::Accelerometer;
pub use barometer::Barometer;
pub use compass::Compass;
pub use flow_meter::FlowMeter;
pub use gas_meter::GasMeter;
pub use gyroscope::Gyroscope;
pub use hygrometer::Hygrometer;
pub use photometer::Photometer;
pub use power_meter::PowerMeter;
pub use rangefinder::Rangefinder;
pub use scale::Scale;
pub use thermometer::Thermometer;
pub use wire::Wire;

use core::task::{Context, Poll};

use crate::sensor::Error;

/// A sensor of whatever type. A method that has been called is called until it is ready, and no
/// other one meanwhile.
pub trait Sensor {
    fn name(&self) -> &'static str;

    fn poll_start(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>>;

    /// In thousandths of the sensor's unit.
    fn poll_measure(&mut self, cx: &mut Context<'_>) -> Poll<Result<i32, Error>>;

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>>;
}
