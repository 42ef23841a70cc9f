//! The three ways to call a sensor do the same, and what is said of their sizes in README.

use sensors::firmware::{self, Program, Sensors, WAYS, Way};
use sensors::image::{self, Sizes};
use sensors::machine::{MACHINES, Machine};
use sensors::table;

fn sizes(machine: Machine, way: Way, sensors: Sensors) -> Sizes {
    image::sizes(&firmware::image(machine, Program::Measured(way, sensors)).unwrap()).unwrap()
}

#[test]
fn all_ways_measure_the_same() {
    for machine in MACHINES {
        let [objects, others @ ..] = WAYS.map(|way| {
            let program = Program::Measured(way, Sensors::Twelve);
            let run = machine.run(&firmware::image(machine, program).unwrap()).unwrap();
            assert!(run.status.success(), "{program}: {}\n{}", run.status, run.printed);
            run.printed
        });
        assert_eq!(objects.lines().count(), 13, "{objects}");
        assert_eq!(objects.lines().filter(|line| line.contains(" 5 times")).count(), 12);
        for other in others {
            assert_eq!(objects, other);
        }
    }
}

#[test]
fn a_place_in_a_static_takes_no_flash() {
    let twelve = Program::Measured(Way::Objects, Sensors::Twelve);
    for (program, names) in [(Program::Station, vec!["PLACES", "ARENA"]), (twelve, vec!["PLACES"])]
    {
        for machine in MACHINES {
            let image = firmware::image(machine, program).unwrap();
            let statics = image::statics(&image).unwrap();
            for name in &names {
                let of_name = statics.iter().find(|found| found.name.contains(name));
                let place = of_name.unwrap_or_else(|| panic!("no {name} in {statics:?}"));
                assert_eq!(place.section, ".bss", "{place:?}");
                assert!(place.size > 1000, "{place:?}");
            }
            // Nothing of that size is anywhere else: all that is written and not zero at first.
            assert!(image::sizes(&image).unwrap().data < 64, "{:?}", image::sizes(&image));
        }
    }
}

#[test]
fn objects_take_less_flash_than_code_for_each_type() {
    for machine in MACHINES {
        for sensors in [Sensors::Four, Sensors::Twelve] {
            let [objects, fixed] =
                [Way::Objects, Way::Static].map(|way| sizes(machine, way, sensors));
            assert!(objects.flash < fixed.flash, "{machine:?}: {objects:?}, {fixed:?}");
        }
    }
}

#[test]
fn instructions_are_the_same_each_time() {
    for machine in MACHINES {
        let [one, other] = [(); 2]
            .map(|()| table::program(machine, Way::Objects, Sensors::Two).unwrap().instructions);
        assert!(one > 10_000, "{one}");
        assert_eq!(one, other);
    }
}
