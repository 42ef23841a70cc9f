//@ run-pass
//@ edition: 2024

// That each argument is stored once is of inline async methods alone. Every other `async fn` has
// the future that it has without them: a free one, an inherent one, one of a trait or of an
// implementation where the trait does not say `inline`, one inside the body of an inline async
// method, and an async closure there. So has a block with which a method is implemented.

#![feature(inline_async_fn)]

use std::future::ready;

type Bytes = [u8; 100];

async fn free(this: &It, bytes: Bytes) -> u8 {
    ready(()).await;
    this.0 + bytes[3]
}

struct It(u8);

impl It {
    async fn inherent(&self, bytes: Bytes) -> u8 {
        ready(()).await;
        self.0 + bytes[3]
    }
}

trait Beside {
    inline async fn inline(&self, bytes: Bytes) -> u8;
    async fn not_inline(&self, bytes: Bytes) -> u8;
    async fn not_inline_by_default(&self, bytes: Bytes) -> u8
    where
        Self: Sized + AsRef<It>,
    {
        ready(()).await;
        self.as_ref().0 + bytes[3]
    }
    inline async fn explicit(&self, bytes: Bytes) -> u8;
    inline async fn sizes_inside(&self) -> [usize; 2];
}

impl AsRef<It> for It {
    fn as_ref(&self) -> &It {
        self
    }
}

impl Beside for It {
    async fn inline(&self, bytes: Bytes) -> u8 {
        ready(()).await;
        self.0 + bytes[3]
    }

    async fn not_inline(&self, bytes: Bytes) -> u8 {
        ready(()).await;
        self.0 + bytes[3]
    }

    fn explicit(&self, bytes: Bytes) -> impl Future<Output = u8> {
        async move {
            ready(()).await;
            let moved = bytes;
            ready(()).await;
            self.0 + moved[3]
        }
    }

    async fn sizes_inside(&self) -> [usize; 2] {
        async fn function(this: &It, bytes: Bytes) -> u8 {
            ready(()).await;
            this.0 + bytes[3]
        }
        let closure = async |this: &It, bytes: Bytes| {
            ready(()).await;
            this.0 + bytes[3]
        };
        [size_of_val(&function(self, [0; 100])), size_of_val(&closure(self, [0; 100]))]
    }
}

fn block(this: &It, bytes: Bytes) -> impl Future<Output = u8> {
    async move {
        ready(()).await;
        let moved = bytes;
        ready(()).await;
        this.0 + moved[3]
    }
}

fn main() {
    let it = It(1);
    let free = size_of_val(&free(&it, [0; 100]));
    assert!(free > 2 * size_of::<Bytes>());
    assert_eq!(size_of_val(&it.inherent([0; 100])), free);
    assert_eq!(size_of_val(&it.not_inline([0; 100])), free);
    assert_eq!(size_of_val(&it.not_inline_by_default([0; 100])), free);
    assert_eq!(size_of_val(&it.explicit([0; 100])), size_of_val(&block(&it, [0; 100])));
    assert!(size_of_val(&it.inline([0; 100])) < 2 * size_of::<Bytes>());

    let inside = std::pin::pin!(it.sizes_inside());
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(sizes) = inside.poll(&mut cx) else { panic!("is never pending") };
    assert_eq!(sizes, [free; 2]);
}
