//! The drivers: each is for any bus of `embedded-hal-async` that can be shared.

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

pub use accelerometer::Accelerometer;
pub use barometer::{Barometer, Calibration};
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

/// What the drivers make of what they read, in thousandths of a unit.
pub mod convert {
    pub use super::accelerometer::magnitude;
    pub use super::barometer::pressure;
    pub use super::flow_meter::flow;
    pub use super::gyroscope::{SAMPLES, rate};
    pub use super::hygrometer::humidity;
    pub use super::photometer::{GAINS, light};
    pub use super::power_meter::power;
    pub use super::rangefinder::distance;
    pub use super::scale::weight;
    pub use super::thermometer::temperature;
}
