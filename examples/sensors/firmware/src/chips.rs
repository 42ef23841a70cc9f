//! The chips on the bus, which are not there: what each would answer.

use embedded_hal_async::i2c::Operation;

/// The registers that all chips have.
pub mod register {
    /// A byte that tells which chip it is.
    pub const IDENTITY: u8 = 0x00;
    /// One of the values in [`control`](super::control).
    pub const CONTROL: u8 = 0x01;
    /// 1 when a conversion is done.
    pub const STATUS: u8 = 0x02;
    /// What the data is multiplied by.
    pub const GAIN: u8 = 0x03;
    /// What the last conversion gave: four words, the high byte first, each with its checksum behind
    /// it.
    pub const DATA: u8 = 0x10;
    /// Three words.
    pub const CALIBRATION: u8 = 0x20;
}

/// What chips are told.
pub mod control {
    pub const STANDBY: u8 = 0;
    pub const POWER: u8 = 1;
    pub const CONVERT: u8 = 3;
}

/// A chip that is not there, or does not want to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

pub struct Chip {
    address: u8,
    /// What one conversion takes, in milliseconds.
    conversion: u32,
    words: [u16; 4],
    /// What a millisecond adds to the first word.
    per_millisecond: u32,
    /// A conversion of which the checksums are wrong.
    wrong: u32,
    gain: u8,
    control: u8,
    pointer: u8,
    conversions: u32,
    ready_at: u32,
}

impl Chip {
    const fn new(address: u8, conversion: u32, words: [u16; 4]) -> Self {
        Chip {
            address,
            conversion,
            words,
            per_millisecond: 0,
            wrong: 0,
            gain: 1,
            control: control::STANDBY,
            pointer: 0,
            conversions: 0,
            ready_at: 0,
        }
    }

    const fn counting(self, per_millisecond: u32) -> Self {
        Chip { per_millisecond, ..self }
    }

    const fn wrong_once(self, wrong: u32) -> Self {
        Chip { wrong, ..self }
    }

    fn write(&mut self, bytes: &[u8], now: u32) {
        let Some((&pointer, values)) = bytes.split_first() else { return };
        self.pointer = pointer;
        match (pointer, values) {
            (register::CONTROL, &[value]) => {
                self.control = value;
                // One that is under way goes on.
                if value == control::CONVERT && now >= self.ready_at {
                    self.conversions += 1;
                    self.ready_at = now + self.conversion;
                }
            }
            (register::GAIN, &[value]) => self.gain = value,
            _ => {}
        }
    }

    /// The next bytes from where the pointer is.
    fn read(&mut self, bytes: &mut [u8], now: u32) -> Result<(), NoAnswer> {
        let is_on = self.control != control::STANDBY;
        if self.pointer >= register::DATA && !is_on {
            return Err(NoAnswer);
        }
        for byte in bytes {
            *byte = match self.pointer {
                register::IDENTITY => identity(self.address),
                register::STATUS => (is_on && now >= self.ready_at).into(),
                register::DATA..register::CALIBRATION => {
                    self.data(self.pointer - register::DATA, now)
                }
                // A different one in each chip, which is the same each time.
                pointer => (self.address ^ pointer) & 0x0f,
            };
            self.pointer += 1;
        }
        Ok(())
    }

    fn data(&self, offset: u8, now: u32) -> u8 {
        let (index, part) = (offset / 3, offset % 3);
        let wobble = (self.conversions * 7 + u32::from(index) * 13) % 32;
        let mut word =
            u32::from(self.words[usize::from(index) % 4]) * u32::from(self.gain) + wobble;
        if index == 0 {
            word += now * self.per_millisecond;
        }
        let [high, low] = (word.min(0xffff) as u16).to_be_bytes();
        match part {
            0 => high,
            1 => low,
            _ => {
                checksum([high, low]) ^ u8::from(self.wrong != 0 && self.wrong == self.conversions)
            }
        }
    }
}

/// What the register of that name says of the chip at an address.
pub const fn identity(address: u8) -> u8 {
    address ^ 0xa5
}

/// The CRC of a word, as sensors have it: the polynomial is 0x31, all bits are set at first.
pub fn checksum(word: [u8; 2]) -> u8 {
    let mut sum = 0xff;
    for byte in word {
        sum ^= byte;
        for _ in 0..8 {
            sum = if sum & 0x80 == 0 { sum << 1 } else { (sum << 1) ^ 0x31 };
        }
    }
    sum
}

/// The addresses of the chips.
pub mod address {
    pub const THERMOMETER: u8 = 0x48;
    pub const HYGROMETER: u8 = 0x44;
    pub const BAROMETER: u8 = 0x76;
    pub const PHOTOMETER: u8 = 0x29;
    pub const ACCELEROMETER: u8 = 0x1d;
    pub const GYROSCOPE: u8 = 0x69;
    pub const COMPASS: u8 = 0x1e;
    pub const GAS_METER: u8 = 0x62;
    pub const FLOW_METER: u8 = 0x08;
    pub const POWER_METER: u8 = 0x40;
    pub const RANGEFINDER: u8 = 0x52;
    pub const SCALE: u8 = 0x2a;
}

pub const CHIPS: [Chip; 12] = [
    Chip::new(address::THERMOMETER, 4, [3424, 0, 0, 0]),
    Chip::new(address::HYGROMETER, 6, [28100, 0, 0, 0]).wrong_once(3),
    Chip::new(address::BAROMETER, 9, [25100, 20300, 0, 0]),
    Chip::new(address::PHOTOMETER, 5, [640, 0, 0, 0]),
    Chip::new(address::ACCELEROMETER, 2, [16, 200, 4080, 0]),
    Chip::new(address::GYROSCOPE, 2, [120, 0, 0, 0]),
    Chip::new(address::COMPASS, 3, [900, 0, 0, 0]),
    Chip::new(address::GAS_METER, 11, [412, 0, 0, 0]),
    Chip::new(address::FLOW_METER, 1, [50, 0, 0, 0]).counting(3),
    Chip::new(address::POWER_METER, 3, [3300, 120, 0, 0]),
    Chip::new(address::RANGEFINDER, 7, [1480, 0, 0, 0]),
    Chip::new(address::SCALE, 8, [20, 5310, 0, 0]),
];

/// Has a chip take part in a transaction.
pub fn transact(
    chips: &mut [Chip],
    address: u8,
    operations: &mut [Operation<'_>],
    now: u32,
) -> Result<(), NoAnswer> {
    let chip = chips.iter_mut().find(|chip| chip.address == address).ok_or(NoAnswer)?;
    operations.iter_mut().try_for_each(|operation| match operation {
        Operation::Write(bytes) => {
            chip.write(bytes, now);
            Ok(())
        }
        Operation::Read(bytes) => chip.read(bytes, now),
    })
}
