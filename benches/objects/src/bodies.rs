//! What the methods do, once for all contestants.
//!
//! They are macros, not functions: a function would put a future into the method's future, and
//! what is compared here is what becomes of that one. `leaves!` and `eight!` write the
//! implementations of contestants whose methods are written as `async fn`.

macro_rules! ready_body {
    ($this:expr, $x:expr) => {{
        $this.total = $this.total.wrapping_add(std::hint::black_box($x));
        $this.total
    }};
}

macro_rules! suspends_body {
    ($this:expr, $x:expr) => {{
        for _ in 0..$this.times {
            crate::suspend().await;
        }
        ready_body!($this, $x)
    }};
}

macro_rules! holds_body {
    ($this:expr, $x:expr, $N:expr) => {{
        let mut state = [0_u8; $N];
        state[0] = $x as u8;
        std::hint::black_box(&mut state);
        crate::suspend().await;
        std::hint::black_box(&mut state);
        ready_body!($this, $x)
    }};
}

/// `impl Trait for …` of all leaves, with `async fn`.
macro_rules! leaves {
    ($(#[$attribute:meta])* impl $Trait:ident) => {
        $(#[$attribute])*
        impl $Trait for crate::Ready {
            async fn call(&mut self, x: u64) -> u64 {
                ready_body!(self, x)
            }
        }

        $(#[$attribute])*
        impl $Trait for crate::Suspends {
            async fn call(&mut self, x: u64) -> u64 {
                suspends_body!(self, x)
            }
        }

        $(#[$attribute])*
        impl<const N: usize> $Trait for crate::Holds<N> {
            async fn call(&mut self, x: u64) -> u64 {
                holds_body!(self, x, N)
            }
        }
    };
}

/// `impl Trait for Methods` of a trait with eight methods, with `async fn`.
macro_rules! eight {
    ($(#[$attribute:meta])* impl $Trait:ident) => {
        eight!(@ [$(#[$attribute])*] $Trait m0 m1 m2 m3 m4 m5 m6 m7);
    };
    (@ [$($attribute:tt)*] $Trait:ident $($name:ident)*) => {
        $($attribute)*
        impl $Trait for crate::Methods {
            $(async fn $name(&mut self, x: u64) -> u64 {
                ready_body!(self, x)
            })*
        }
    };
}

/// A decorator of the one-method trait, with `async fn`: `$call` is the call of the inner object.
macro_rules! layer_body {
    ($call:expr) => {
        $call.await.wrapping_add(1)
    };
}
