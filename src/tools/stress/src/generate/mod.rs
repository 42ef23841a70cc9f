//! Makes a program up. The same seed gives the same program.

mod arguments;
mod bodies;
mod sections;
mod traits;

use std::ops::RangeInclusive;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::model::{Features, Point, Program};

/// How large a program is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub traits: usize,
    pub types: usize,
    pub sections: usize,
}

impl Default for Size {
    /// Large enough that the compiler's start and the linker do not count for much.
    fn default() -> Self {
        Size { traits: 8, types: 14, sections: 40 }
    }
}

/// The program of a seed.
pub fn program(seed: u64, features: Features, size: Size) -> Program {
    let mut generator = Generator {
        random: ChaCha8Rng::seed_from_u64(seed),
        features,
        points: 0,
        locals: 0,
        program: Program {
            seed,
            send: false,
            traits: Vec::new(),
            types: Vec::new(),
            sections: Vec::new(),
        },
    };
    generator.program.send = features.send && generator.chance(50);
    for _ in 0..size.traits {
        let new = generator.make_trait();
        generator.program.traits.push(new);
    }
    for number in 0..size.types {
        let new = generator.make_type(number);
        generator.program.types.push(new);
    }
    for _ in 0..size.sections {
        let new = generator.make_section();
        generator.program.sections.push(new);
    }
    generator.program
}

struct Generator {
    random: ChaCha8Rng,
    features: Features,
    points: Point,
    locals: u32,
    program: Program,
}

impl Generator {
    /// True in so many of a hundred cases.
    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn number(&mut self, range: RangeInclusive<usize>) -> usize {
        // Not `usize`, whose random values depend on its width.
        let (from, to) = (*range.start() as u64, *range.end() as u64);
        self.random.random_range(from..=to) as usize
    }

    /// A number that is small, but for some.
    fn few(&mut self, most: u32) -> u32 {
        let most = if self.chance(20) { most } else { most.min(2) };
        self.random.random_range(0..=most)
    }

    fn value(&mut self) -> u64 {
        self.random.random()
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.number(0..=choices.len() - 1)]
    }

    fn point(&mut self) -> Point {
        self.points += 1;
        self.points
    }

    fn local(&mut self) -> u32 {
        self.locals += 1;
        self.locals
    }
}
