//! A station with six sensors of different types, and no allocator.

#![no_std]
#![no_main]
#![feature(inline_async_fn, inline_async)]

use core::future::inline_async::{
    Arena, InlinePlace, MoveRef, Placed, layout_of_val, move_ref, within,
};
use core::pin::Pin;
use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m::Peripherals;
use embassy_executor::Spawner;
use embassy_futures::join::{join, join_array};
use embassy_time::{Instant, Timer};
use firmware::bus::Bus;
use firmware::console::{Line, Thousandths};
use firmware::sensor::{Error, Sensor};
use firmware::sensors::*;
use firmware::{clock, console};
use static_cell::{ConstStaticCell, StaticCell};

const SENSORS: usize = 6;

/// Room for the machine of a sensor. One that needs more is refused where it is bound.
type Place = InlinePlace<SIZE, 8>;

const SIZE: usize = 192;

/// All zeros, so that it is in `.bss`: no byte of it is in flash.
static PLACES: ConstStaticCell<[Place; SENSORS]> =
    ConstStaticCell::new([const { Place::new() }; SENSORS]);

/// Memory for calls that nobody gave a place.
static ARENA: ConstStaticCell<Arena<3072, 8>> = ConstStaticCell::new(Arena::new());

static BUS: StaticCell<Bus> = StaticCell::new();

/// How often the other task has run.
static BLINKS: AtomicU32 = AtomicU32::new(0);

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    clock::start(Peripherals::take().unwrap().SYST);
    spawner.spawn(blink().unwrap());
    let bus: &Bus = BUS.init(Bus::new());

    // The sensors are in the frame of this task, and their machines in statics.
    let sensors: [MoveRef<'_, dyn Sensor>; SENSORS] = [
        move_ref!(Thermometer::new(bus)),
        move_ref!(Hygrometer::new(bus)),
        move_ref!(Barometer::new(bus)),
        move_ref!(Accelerometer::new(bus)),
        move_ref!(GasMeter::new(bus)),
        move_ref!(Rangefinder::new(bus)),
    ];
    let mut places = InlinePlace::iter_pin_mut(Pin::static_mut(PLACES.take()));
    let mut sensors = sensors.map(|sensor| {
        let mut line = Line::new();
        line.put(sensor.name()).column(16).put("needs ").put(layout_of_val(&*sensor).size() as u32);
        line.put(" bytes").end();
        let place = places.next().unwrap();
        let Ok(binding) = Placed::new_in(sensor, place) else { panic!("a place is too small") };
        binding
    });

    // Each binding is borrowed by its own call, and all calls run at once.
    for (result, sensor) in
        join_array(sensors.each_mut().map(|sensor| sensor.start())).await.iter().zip(&sensors)
    {
        if let Err(error) = result {
            Line::new().put(sensor.name()).put(" does not start: ").put(*error).end();
        }
    }

    for _ in 0..3 {
        let measured = join_array(sensors.each_ref().map(|sensor| sensor.measure())).await;
        Line::new().put("at ").put(Instant::now().as_millis() as u32).put(" ms").end();
        for (sensor, value) in sensors.iter().zip(measured) {
            print(sensor.name(), value);
        }
        Timer::after_millis(20).await;
    }

    // Here the calls have no place but the arena.
    let objects = sensors.each_ref().map(|sensor| &**sensor);
    let twice = within(Pin::static_mut(ARENA.take()), twice(objects)).await;
    Line::new().put("two at once, at ").put(Instant::now().as_millis() as u32).put(" ms").end();
    for (object, [one, other]) in objects.iter().zip(twice) {
        print(object.name(), one);
        print(object.name(), other);
    }

    // Each call owns its binding, and takes the sensor out of this frame.
    let names = sensors.each_ref().map(|sensor| sensor.name());
    for (name, result) in names.iter().zip(join_array(sensors.map(|sensor| sensor.close())).await) {
        let mut line = Line::new();
        line.put(*name).column(16);
        match result {
            Ok(()) => line.put("is off").end(),
            Err(error) => line.put(error).end(),
        }
    }

    let mut line = Line::new();
    line.put(bus.transactions()).put(" transactions, ").put(bus.collisions());
    line.put(" times the bus was taken; the other task ran ");
    line.put(BLINKS.load(Ordering::Relaxed)).put(" times").end();
    console::stop();
}

/// Measures each twice at the same time. A library could have this: it knows nothing of places.
async fn twice<const N: usize>(sensors: [&dyn Sensor; N]) -> [[Result<i32, Error>; 2]; N] {
    join_array(sensors.map(|sensor| async {
        let (one, other) = join(sensor.measure(), sensor.measure()).await;
        [one, other]
    }))
    .await
}

fn print(name: &str, value: Result<i32, Error>) {
    let mut line = Line::new();
    line.put("  ").put(name).column(16);
    match value {
        Ok(value) => line.put(Thousandths(value)).end(),
        Err(error) => line.put(error).end(),
    }
}

#[embassy_executor::task]
async fn blink() {
    loop {
        Timer::after_millis(10).await;
        let blinks = BLINKS.load(Ordering::Relaxed);
        BLINKS.store(blinks + 1, Ordering::Relaxed);
    }
}
