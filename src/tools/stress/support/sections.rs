// Sections.

/// What a section does: with static calls of free functions, with static calls, and on trait
/// objects.
pub type Section = [fn(); 3];

const SIDES: [&str; 3] = ["free functions", "static calls", "trait objects"];

fn run(what: &str, seed: u64, section: fn()) -> Vec<Event> {
    NEXT.store(1, SeqCst);
    RANDOM.store(seed, SeqCst);
    unplan();
    let before = unaccounted();
    section();
    let after = unaccounted();
    if before != after {
        wrong(&format!("{what}: {} more allocations are live than should be", after - before));
    }
    let mut trace = TRACE.lock().unwrap();
    let events = trace.clone();
    trace.clear();
    events
}

/// Runs all sections in all ways, so many rounds, and compares what they did.
///
/// The program's arguments are the number of the first round and how many there are.
pub fn compare(seed: u64, sections: &[Section]) {
    let argument =
        |n, default| std::env::args().nth(n).map_or(default, |text| text.parse().unwrap());
    let (first, rounds) = (argument(1, 0), argument(2, 1));
    std::panic::set_hook(Box::new(|_| ()));
    TRACE.lock().unwrap().reserve_exact(1 << 20);
    warm_up();
    let mut events = 0;
    for round in first..first + rounds {
        ROUND.store(round, SeqCst);
        for (section, sides) in sections.iter().enumerate() {
            let seed = mix(seed, mix(round, section as u64));
            let name = format!("round {round}, section {section}");
            let mut traces = SIDES
                .iter()
                .zip(sides)
                .map(|(side, run_side)| (*side, run(&format!("{name}, {side}"), seed, *run_side)));
            let expected = traces.next().unwrap();
            for found in traces {
                events += found.1.len();
                if expected.1 != found.1 {
                    differ(&name, [&expected, &found]);
                }
            }
        }
    }
    println!("{} sections, {rounds} rounds, {events} events", sections.len());
}

fn differ(name: &str, sides: [&(&str, Vec<Event>); 2]) -> ! {
    let [expected, found] = sides.map(|(_, trace)| trace);
    let same = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    eprintln!("{name}: event {same} differs");
    for (which, trace) in sides {
        let from = same.saturating_sub(20).min(trace.len());
        let until = trace.len().min(same + 10);
        eprintln!("  {which}, from event {from} on: {:?}", &trace[from..until]);
    }
    wrong("the traces differ")
}

/// Allocates what is allocated once.
fn warm_up() {
    waker();
    caught(|| panic_any(Planned(0)));
    std::thread::spawn(|| caught(|| panic_any(Planned(0)))).join().unwrap();
    TRACE.lock().unwrap().clear();
}
