//! What the station prints on each machine. The times that it prints are left out: they say how
//! fast a processor is.

use sensors::firmware::{self, Program};
use sensors::machine::{MACHINES, Machine};

const NAMES: [&str; 6] =
    ["thermometer", "hygrometer", "barometer", "accelerometer", "gas meter", "rangefinder"];

/// The lines of a whole run.
fn lines(machine: Machine) -> Vec<String> {
    let image = firmware::image(machine, Program::Station).unwrap();
    let run = machine.run(&image).unwrap();
    assert!(run.status.success(), "{}\n{}", run.status, run.printed);
    run.printed.lines().map(str::to_owned).collect()
}

/// The name and the rest of each of the lines, which are of the sensors in their order.
fn each(lines: &[String], times: usize) -> Vec<&str> {
    assert_eq!(lines.len(), NAMES.len() * times, "{lines:?}");
    let names = NAMES.iter().flat_map(|name| std::iter::repeat_n(name, times));
    lines
        .iter()
        .zip(names)
        .map(|(line, name)| line.trim_start().strip_prefix(*name).unwrap().trim_start())
        .collect()
}

#[test]
fn it_measures_on_each_machine() {
    for machine in MACHINES {
        let lines = lines(machine);
        let (needs, rest) = lines.split_at(6);
        for needs in each(needs, 1) {
            let bytes = needs.strip_prefix("needs ").and_then(|rest| rest.strip_suffix(" bytes"));
            assert!(bytes.unwrap().parse::<u32>().unwrap() <= 192, "{needs}");
        }
        let rounds = [
            ["21.443", "47.557", "1019.053", "0.997", "419.000", "0.256"],
            ["21.487", "47.570", "1019.338", "0.999", "426.000", "0.255"],
            ["21.531", "wrong checksum", "1019.616", "1.000", "433.000", "0.257"],
        ];
        let mut rest = rest;
        for round in rounds {
            assert!(rest[0].starts_with("at ") && rest[0].ends_with(" ms"), "{}", rest[0]);
            assert_eq!(each(&rest[1..7], 1), round, "{machine:?}");
            rest = &rest[7..];
        }
        // How many conversions are made for two who want one at the same time is a matter of time.
        assert!(rest[0].starts_with("two at once, at "), "{}", rest[0]);
        for (pair, value) in each(&rest[1..13], 2).chunks(2).zip(rounds[0]) {
            let number = |text: &str| text.parse::<f64>().unwrap();
            for one in pair {
                let ratio = number(one) / number(value);
                assert!((0.9..1.1).contains(&ratio), "{machine:?}: {pair:?}");
            }
        }
        assert_eq!(each(&rest[13..19], 1), ["is off"; 6]);
        let numbers: Vec<u32> = rest[19]
            .split(|sign: char| !sign.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let [transactions, collisions, blinks] = numbers[..] else { panic!("{}", rest[19]) };
        assert!(transactions > 100 && collisions > 50 && blinks > 20, "{}", rest[19]);
        assert_eq!(rest.len(), 20, "{rest:?}");
    }
}
