//! The program whose size and instructions are compared: a survey, in one of three ways.

#![no_std]
#![no_main]

use cortex_m::Peripherals;
use embassy_executor::Spawner;
use firmware::bus::Bus;
use firmware::console::{self, Line};
#[cfg(feature = "static")]
use firmware::survey::fixed::run;
#[cfg(feature = "objects")]
use firmware::survey::objects::run;
#[cfg(feature = "polled")]
use firmware::survey::polled::run;
use firmware::{clock, survey};
use static_cell::StaticCell;

static BUS: StaticCell<Bus> = StaticCell::new();

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    clock::start(Peripherals::take().unwrap().SYST);
    let bus = BUS.init(Bus::new());
    run(bus).await.iter().for_each(survey::Report::print);
    Line::new().put(bus.transactions()).put(" transactions").end();
    console::stop();
}
