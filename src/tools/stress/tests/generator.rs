//! What the generator promises, whatever the seed.

use std::collections::BTreeSet;

use stress::generate::{Size, program};
use stress::model::{
    Act, Argument, BindingPlace, Block, Body, Features, Place, Program, Receiver, Section, Step,
    Style,
};
use stress::write::source;

const ALL: Features = Features { send: true, by_value: true };

fn programs() -> impl Iterator<Item = Program> {
    (0..40).map(|seed| program(seed, ALL, Size::default()))
}

#[test]
fn a_seed_is_one_program() {
    for seed in [0, 1, u64::MAX] {
        let write = || source(&program(seed, ALL, Size::default()));
        assert_eq!(write(), write());
    }
    assert_ne!(
        source(&program(1, ALL, Size::default())),
        source(&program(2, ALL, Size::default()))
    );
}

#[test]
fn what_a_toolchain_cannot_do_is_not_in_a_program() {
    for seed in 0..20 {
        let text = source(&program(seed, Features::default(), Size::default()));
        assert!(!text.contains("+ Send") && !text.contains("thread::scope"), "{seed}");
        assert!(!text.contains("(mut self,") && !text.contains("move_ref!"), "{seed}");
    }
}

#[test]
fn traits_have_one_to_six_methods_and_acyclic_supertraits() {
    for program in programs() {
        for (number, it) in program.traits.iter().enumerate() {
            assert!((1..=6).contains(&it.methods.len()));
            assert!(it.supertraits.iter().all(|above| *above < number));
        }
    }
}

/// A `Pin<_>` does not let its object be moved out, so a trait with `Pin<&mut Self>` and by-value
/// methods, its supertraits' included, could not be used on any binding.
#[test]
fn no_trait_is_called_both_pinned_and_by_value() {
    let mut joined = 0;
    // Two supertraits that do not go together are rare.
    for program in (0..100).chain([3_000_005]).map(|seed| program(seed, ALL, Size::default())) {
        for number in 0..program.traits.len() {
            let of = program.closure(number);
            let have = |receiver| {
                of.iter()
                    .flat_map(|of| &program.traits[*of].methods)
                    .any(|method| method.receiver == receiver)
            };
            let (pinned, value) = (have(Receiver::Pinned), have(Receiver::Value));
            assert!(!(pinned && value), "trait {number} of seed {}", program.seed);
            joined +=
                usize::from((pinned || value) && program.traits[number].supertraits.len() > 1);
        }
    }
    assert!(joined > 0, "no trait has two supertraits and such methods");
}

#[test]
fn a_method_awaits_only_methods_before_it() {
    for program in programs() {
        for it in &program.types {
            for (trait_, bodies) in &it.bodies {
                for (method, body) in bodies.iter().enumerate() {
                    for step in body.iter().flat_map(|body| &body.steps) {
                        if let Step::Own(call) = step {
                            assert!((call.trait_, call.method) < (*trait_, method));
                        }
                    }
                }
            }
        }
    }
}

/// An `async` block takes the parts of `self` that it names, and what is dropped without the rest
/// would be counted no longer.
#[test]
fn a_box_is_counted_where_an_async_block_takes_it() {
    let mut all = 0;
    for program in programs() {
        let mut expected = 0;
        for it in &program.types {
            for (trait_, bodies) in &it.bodies {
                for (method, body) in program.traits[*trait_].methods.iter().zip(bodies) {
                    let Some(Body { style: Style::Explicit { .. }, steps, .. }) = body else {
                        continue;
                    };
                    let inner = steps.iter().any(|step| matches!(step, Step::Inner(_)));
                    // As a method of the implementation, and as a free function.
                    expected += 2 * usize::from(method.receiver == Receiver::Value && inner);
                }
            }
        }
        assert_eq!(source(&program).matches("&self.boxed").count(), expected);
        all += expected;
    }
    assert!(all > 0, "no such body is made");
}

#[test]
fn every_trait_has_a_type() {
    for program in programs() {
        let have: BTreeSet<_> = program.types.iter().map(|it| it.trait_).collect();
        assert_eq!(have.len(), program.traits.len());
    }
}

#[test]
fn points_are_passed_in_one_body_alone() {
    for program in programs() {
        let defaults = program.traits.iter().flat_map(|it| &it.methods);
        let bodies = program.types.iter().flat_map(|it| &it.bodies).flat_map(|(_, all)| all);
        let mut points: Vec<_> = defaults
            .filter_map(|method| method.default.as_ref())
            .chain(bodies.flatten())
            .flat_map(|body| body.points())
            .collect();
        let count = points.len();
        points.sort_unstable();
        points.dedup();
        assert_eq!(points.len(), count);
        assert!(!points.contains(&0));
    }
}

/// Names of all that appears in a program's blocks.
fn kinds(blocks: &[Block], kinds: &mut BTreeSet<String>) {
    let mut place = |place: &Place| kinds.insert(format!("{place:?}"));
    match block_parts(blocks, &mut place) {
        inner if inner.is_empty() => {}
        inner => inner.into_iter().for_each(|(name, blocks)| {
            kinds.insert(name.to_owned());
            self::kinds(blocks, kinds);
        }),
    }
}

fn block_parts<'a>(
    blocks: &'a [Block],
    place: &mut dyn FnMut(&Place) -> bool,
) -> Vec<(&'static str, &'a [Block])> {
    let mut parts: Vec<(&'static str, &[Block])> = Vec::new();
    for block in blocks {
        parts.push(match block {
            Block::Single(started) => {
                place(&started.place);
                ("single", &[])
            }
            Block::Together { .. } => ("together", &[]),
            Block::Script { .. } => ("script", &[]),
            Block::Poke { .. } => ("poke", &[]),
            Block::Consume { blocks, .. } => ("consume", blocks),
            Block::Upcast { blocks, .. } => ("upcast", blocks),
            Block::Replace { blocks, .. } => ("replace", blocks),
            Block::Bind { owned: true, blocks, .. } => ("rebind", blocks),
            Block::Bind { blocks, .. } => ("bind", blocks),
            Block::Erase { blocks } => ("erase", blocks),
        });
    }
    parts
}

#[test]
fn everything_is_tried_somewhere() {
    let mut found = BTreeSet::new();
    for program in programs() {
        for Section { blocks, holder, .. } in &program.sections {
            found.insert(format!("{holder:?}"));
            kinds(blocks, &mut found);
        }
        for method in program.traits.iter().flat_map(|it| &it.methods) {
            found.insert(format!("{:?}", method.receiver));
            found.insert(format!("{:?}", method.output).split('(').next().unwrap().to_owned());
            found.extend(method.arguments.iter().map(|argument| match argument {
                Argument::Fragile { .. } => "Fragile".to_owned(),
                argument => format!("{argument:?}"),
            }));
        }
        let bodies = program.types.iter().flat_map(|it| &it.bodies).flat_map(|(_, all)| all);
        for body in bodies.flatten() {
            let style = match body.style {
                Style::InlineAsync => "inline async",
                Style::Async => "async",
                Style::Explicit { .. } => "explicit",
            };
            found.insert(style.to_owned());
            for pattern in &body.patterns {
                found.insert(format!("{pattern:?}").split('(').next().unwrap().to_owned());
            }
            for step in &body.steps {
                found.insert(format!("{step:?}").split([' ', '(']).next().unwrap().to_owned());
            }
        }
    }
    let holders = "Stack Boxed PinnedStack PinnedBox Rc Arc MoveRef";
    let blocks = "single together script poke upcast rebind bind erase replace consume";
    let places = "Direct TooSmall Heap Dyn OwnHeap Inline";
    let outputs = "Unit Token NumberOfSelf TokenOfSelf OfArgument Associated Fallible";
    let receivers = "Shared Exclusive Pinned Value";
    let arguments = "Token Wide BytesMut TokenRef Numbers Pair Parts Packed Destroyed Fragile";
    let patterns = "Name Mutable Ignored Reference ReferenceMut Parts Part WholeAndPart";
    let steps = "Use Assign Take DropArgument When Repeat Own Inner";
    let names = [holders, blocks, places, outputs, receivers, arguments, patterns, steps];
    for name in names.iter().flat_map(|all| all.split(' ')) {
        assert!(found.contains(name), "{name} is never made");
    }
    assert!(["inline async", "async", "explicit"].iter().all(|style| found.contains(*style)));
}

/// A call is a machine in each of its states, whatever its place.
#[test]
fn calls_end_in_every_state() {
    let mut found = BTreeSet::new();
    for mut program in programs() {
        for block in program.sections.iter_mut().flat_map(|section| &mut section.blocks) {
            let mut polled = false;
            block.each_act(&mut |act| match act {
                Act::Poll(0) | Act::PollElsewhere(0) => {}
                Act::Poll(_) | Act::PollElsewhere(_) | Act::Complete | Act::PollAgain => {
                    polled = true;
                }
                end => {
                    found.insert(format!("{end:?} {polled}"));
                    polled = false;
                }
            });
        }
    }
    for end in ["Cancel", "CancelElsewhere", "Leak", "IntoPlace"] {
        for polled in [true, false] {
            assert!(found.contains(&format!("{end} {polled}")), "{end}, polled: {polled}");
        }
    }
}

/// Room for another object is certain only where it is of the same types and no call was leaked.
#[test]
fn another_object_has_room() {
    let mut count = 0;
    for mut program in programs() {
        for section in &mut program.sections {
            for block in &mut section.blocks {
                let (Block::Bind { place: BindingPlace::Inline, blocks, .. }
                | Block::Consume { place: BindingPlace::Inline, blocks, .. }) = &*block
                else {
                    continue;
                };
                let other = blocks.iter().find_map(|block| match block {
                    Block::Replace { object, .. } => Some(object),
                    _ => None,
                });
                if let Some(other) = other {
                    assert_eq!(*other, section.object);
                    block.each_act(&mut |act| assert_ne!(*act, Act::Leak));
                    count += 1;
                }
            }
        }
    }
    assert!(count > 0, "no such binding is made");
}
