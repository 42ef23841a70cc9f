// Sections.

/// A section on trait objects, and the same with static calls.
pub type Section = (fn(), fn());

fn run(what: &str, seed: u64, section: fn()) -> Vec<Event> {
    NEXT.store(1, SeqCst);
    RANDOM.store(seed, SeqCst);
    unplan();
    let counts = || {
        let accounted = [&TOKENS, &LEAKED, &HELD].map(|count| count.load(SeqCst));
        LIVE.load(SeqCst) as isize - accounted.iter().sum::<usize>() as isize
    };
    let before = counts();
    section();
    let after = counts();
    if before != after {
        wrong(&format!("{what}: {} more allocations are live than should be", after - before));
    }
    let mut trace = TRACE.lock().unwrap();
    let events = trace.clone();
    trace.clear();
    events
}

/// Runs all sections both ways, so many rounds, and compares what they did.
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
        for (section, (on_objects, alone)) in sections.iter().enumerate() {
            let seed = mix(seed, mix(round, section as u64));
            let name = format!("round {round}, section {section}");
            let expected = run(&format!("{name}, static calls"), seed, *alone);
            let found = run(&format!("{name}, trait objects"), seed, *on_objects);
            events += found.len();
            if expected != found {
                differ(&name, &expected, &found);
            }
        }
    }
    println!("{} sections, {rounds} rounds, {events} events", sections.len());
}

fn differ(name: &str, expected: &[Event], found: &[Event]) -> ! {
    let same = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    eprintln!("{name}: event {same} differs");
    for (which, trace) in [("static calls", expected), ("trait objects", found)] {
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
