//! Bodies of methods.

use super::Generator;
use super::arguments::Arguments;
use crate::model::{Body, Call, Receiver, Step, Style, closure};

/// Where a body is written.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    pub trait_: usize,
    pub method: usize,
    /// The trait of the object inside, if the type is a decorator.
    pub decorates: Option<usize>,
    /// It is the trait's default body.
    pub default: bool,
}

impl Generator {
    pub(super) fn body(&mut self, scene: Scene) -> Body {
        let style = if scene.default || self.chance(40) {
            Style::InlineAsync
        } else if self.chance(60) {
            Style::Async
        } else {
            Style::Explicit { points: [self.point(), self.point()] }
        };
        let patterns = self.patterns(scene.trait_, scene.method, style);
        let method = &self.program.traits[scene.trait_].methods[scene.method];
        let mut arguments = Arguments::new(&method.arguments, &patterns);
        let mut steps = Vec::new();
        let count = self.few(8) + 1;
        self.steps(count, 0, &mut arguments, &mut steps);
        if self.chance(25)
            && let Some(call) = self.own_call(scene)
        {
            let at = self.number(0..=steps.len());
            steps.insert(at, Step::Own(call));
        }
        if let Some(inner) = scene.decorates
            && self.chance(70)
            && let Some(call) = self.inner_call(scene, inner)
        {
            let at = self.number(0..=steps.len());
            steps.insert(at, Step::Inner(call));
        }
        Body { style, patterns, steps }
    }

    fn steps(&mut self, count: u32, depth: u32, arguments: &mut Arguments, steps: &mut Vec<Step>) {
        // Locals of this scope that can be dropped, and rooms of it.
        let (mut tokens, mut rooms) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let step = match self.number(0..=15) {
                0 | 1 => Step::Point(self.point()),
                2..=4 => Step::Suspend(self.few(4) + u32::from(self.chance(70))),
                5 => {
                    let local = self.local();
                    tokens.push(local);
                    Step::Token { local }
                }
                6 => {
                    let local = self.local();
                    tokens.push(local);
                    Step::Fragile { local, point: self.point() }
                }
                7 => {
                    let local = self.local();
                    rooms.push(local);
                    let size = self.one_of(&[0, 1, 8, 24, 31, 100, 700]);
                    Step::Room { local, size, align: self.align() }
                }
                8 if !rooms.is_empty() => Step::Check { local: self.one_of(&rooms) },
                9 if !tokens.is_empty() => {
                    let at = self.number(0..=tokens.len() - 1);
                    Step::Drop { local: tokens.remove(at) }
                }
                10 if depth < 2 => {
                    let mut inside = Vec::new();
                    let count = self.few(4) + 1;
                    let once = self.chance(50);
                    let before = arguments.enter(once);
                    self.steps(count, depth + 1, arguments, &mut inside);
                    arguments.leave(before);
                    if once {
                        Step::When { odd: self.chance(50), steps: inside }
                    } else {
                        Step::Repeat { times: self.few(3), steps: inside }
                    }
                }
                11.. if let Some(step) = self.step_of(arguments) => {
                    if let Step::Take { local, .. } = step {
                        tokens.push(local);
                    }
                    step
                }
                _ => Step::Touch,
            };
            steps.push(step);
        }
        // What was kept is looked at once more.
        steps.extend(rooms.into_iter().map(|local| Step::Check { local }));
    }

    /// A method that comes before this one, so that calls end.
    fn own_call(&mut self, scene: Scene) -> Option<Call> {
        let receiver = self.program.traits[scene.trait_].methods[scene.method].receiver;
        let before = |of: usize, method: usize| (of, method) < (scene.trait_, scene.method);
        self.pick(scene.trait_, |of, method, callee| {
            before(of, method) && can_call(receiver, callee)
        })
    }

    /// Any method of the object inside.
    fn inner_call(&mut self, scene: Scene, inner: usize) -> Option<Call> {
        let receiver = self.program.traits[scene.trait_].methods[scene.method].receiver;
        self.pick(inner, |_, _, callee| can_call(receiver, callee))
    }

    /// A method of the trait or its supertraits.
    pub(super) fn pick(
        &mut self,
        trait_: usize,
        fits: impl Fn(usize, usize, Receiver) -> bool,
    ) -> Option<Call> {
        let mut methods = Vec::new();
        for of in closure(&self.program.traits, trait_) {
            for (method, callee) in self.program.traits[of].methods.iter().enumerate() {
                if fits(of, method, callee.receiver) {
                    methods.push((of, method));
                }
            }
        }
        if methods.is_empty() {
            return None;
        }
        let (trait_, method) = self.one_of(&methods);
        let count = self.program.traits[trait_].methods[method].arguments.len();
        Some(Call { trait_, method, values: (0..count).map(|_| self.value()).collect() })
    }
}

fn can_call(caller: Receiver, callee: Receiver) -> bool {
    callee == Receiver::Shared
        || callee != Receiver::Value
            && (caller == callee || caller == Receiver::Value && callee == Receiver::Exclusive)
}
