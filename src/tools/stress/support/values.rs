// Values.

static NEXT: AtomicU32 = AtomicU32::new(0);
static TOKENS: AtomicUsize = AtomicUsize::new(0);

/// Owns one allocation; its making and its end are traced.
pub struct Token {
    id: u32,
    copy: Box<u32>,
}

impl Token {
    pub fn new() -> Self {
        let id = NEXT.fetch_add(1, SeqCst);
        event(Event::New(id));
        TOKENS.fetch_add(1, SeqCst);
        Token { id, copy: Box::new(id) }
    }

    pub fn number(&self) -> u64 {
        if *self.copy != self.id {
            wrong("a token is not what it was");
        }
        u64::from(self.id)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.number();
        event(Event::Drop(self.id));
        TOKENS.fetch_sub(1, SeqCst);
    }
}

/// Can be told to panic as it is dropped.
pub struct Fragile(pub Token, pub u32);

impl Drop for Fragile {
    fn drop(&mut self) {
        event(Event::At(self.1));
        if !std::thread::panicking() && is_planned(self.1) {
            panic_any(Planned(self.1));
        }
    }
}

/// Is taken apart, as nothing happens when it is dropped but what happens to its parts.
pub struct Parts {
    pub p0: Token,
    pub p1: u64,
    pub p2: Token,
}

impl Parts {
    pub fn new(number: u64) -> Self {
        Parts { p0: Token::new(), p1: number, p2: Token::new() }
    }
}

/// Says as it is dropped which number it has.
pub struct Destroyed {
    token: Token,
    pub p0: u64,
}

impl Destroyed {
    pub fn new(number: u64) -> Self {
        Destroyed { token: Token::new(), p0: number }
    }
}

impl Drop for Destroyed {
    fn drop(&mut self) {
        value(self.p0);
    }
}

/// Its parts are not aligned.
#[repr(C, packed)]
pub struct Packed {
    first: u8,
    pub p0: Token,
    pub p1: u64,
}

impl Packed {
    pub fn new(number: u64) -> Self {
        Packed { first: number as u8, p0: Token::new(), p1: number }
    }
}

macro_rules! rooms {
    ($($name:ident $align:literal)*) => {$(
        /// Bytes that are what they were as long as nobody writes over them.
        #[repr(align($align))]
        pub struct $name<const N: usize>(pub [u8; N]);

        impl<const N: usize> $name<N> {
            pub fn new(seed: u64) -> Self {
                $name(std::array::from_fn(|i| (seed as u8).wrapping_add(i as u8)))
            }

            pub fn check(&self) -> u64 {
                if (&raw const *self).addr() % $align != 0 {
                    wrong("a room is not aligned");
                }
                for (i, byte) in self.0.iter().enumerate() {
                    if *byte != self.0[0].wrapping_add(i as u8) {
                        wrong("a room is not what it was");
                    }
                }
                self.0.first().map_or(0, |first| u64::from(*first))
            }
        }

        impl<const N: usize> Digest for $name<N> {
            fn digest(&self) -> u64 {
                self.check()
            }
        }
    )*};
}

rooms! { Room1 1 Room2 2 Room4 4 Room8 8 Room16 16 Room32 32 Room64 64 Room256 256 Room4096 4096 }

pub struct Nothing;

pub type Wide = [u64; 9];
pub type Aligned = Room64<3>;
pub type Fallible = Result<u64, Token>;

pub fn mix(a: u64, b: u64) -> u64 {
    (a ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// What a value is, as a number.
pub trait Digest {
    fn digest(&self) -> u64;
}

macro_rules! digests {
    ($($type:ty, $value:ident => $digest:expr;)*) => {$(
        impl Digest for $type {
            fn digest(&self) -> u64 {
                let $value = self;
                $digest
            }
        }
    )*};
}

digests! {
    (), _unit => 1;
    u64, number => *number;
    Token, token => token.number();
    Nothing, _nothing => 2;
    Fragile, fragile => fragile.0.number();
    (u64, u64), numbers => mix(numbers.0, numbers.1);
    (Token, u64), pair => mix(pair.0.number(), pair.1);
    Parts, parts => mix(mix(parts.p0.number(), parts.p1), parts.p2.number());
    Destroyed, destroyed => mix(destroyed.token.number(), destroyed.p0);
    Packed, packed => mix(u64::from(packed.first), packed.p1);
    Wide, wide => wide.iter().fold(3, |sum, number| mix(sum, *number));
    [u8], bytes => bytes.iter().fold(4, |sum, byte| mix(sum, u64::from(*byte)));
    str, text => text.as_bytes().digest();
}

impl<T: Digest + ?Sized> Digest for &T {
    fn digest(&self) -> u64 {
        (**self).digest()
    }
}

impl<T: Digest + ?Sized> Digest for &mut T {
    fn digest(&self) -> u64 {
        (**self).digest()
    }
}

impl<T: Digest> Digest for Option<T> {
    fn digest(&self) -> u64 {
        self.as_ref().map_or(5, |value| mix(6, value.digest()))
    }
}

impl<T: Digest, E: Digest> Digest for Result<T, E> {
    fn digest(&self) -> u64 {
        match self {
            Ok(value) => mix(7, value.digest()),
            Err(error) => mix(8, error.digest()),
        }
    }
}

/// What every object has.
pub struct State {
    pub number: u64,
    shared: AtomicU64,
    pub token: Token,
}

impl State {
    pub fn new(number: u64) -> Self {
        State { number, shared: AtomicU64::new(number), token: Token::new() }
    }

    pub fn touch(&self, by: u64) -> u64 {
        let next = mix(self.shared.load(SeqCst), by);
        self.shared.store(next, SeqCst);
        self.token.number();
        next
    }
}

/// Is pending so many times.
pub struct Suspend(pub u32);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
