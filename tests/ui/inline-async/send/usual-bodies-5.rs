//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: usual_helpers.rs
//@ needs-threads

// Bodies as people write them: helpers that are given what borrows, and objects made of types of
// all kinds. The future of each is `Send`, so that objects can be made of it.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::marker::PhantomData;

use usual_helpers::{Error, Lock, elsewhere, later};

mod retries {
    use super::*;

    trait Post {
        inline async fn send(&mut self, message: &str) -> Result<usize, Error>;
    }

    struct Client {
        failures: usize,
        attempts: Lock<usize>,
    }

    impl Client {
        async fn attempt(&self, message: &str) -> Result<usize, Error> {
            let mut attempts = self.attempts.lock().await;
            *attempts += 1;
            if later(*attempts).await <= self.failures {
                return Err("failed".into());
            }
            Ok(message.len())
        }
    }

    async fn retry<T, F, Fut>(times: usize, mut f: F) -> Result<T, Error>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        for _ in 1..times {
            if let Ok(value) = f().await {
                return Ok(value);
            }
            later(()).await;
        }
        f().await
    }

    async fn retry_async<T>(
        times: usize,
        mut f: impl AsyncFnMut(usize) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match f(attempt).await {
                Err(_) if attempt < times => later(()).await,
                result => return result,
            }
        }
    }

    impl Post for Client {
        async fn send(&mut self, message: &str) -> Result<usize, Error> {
            let sent = retry(3, || self.attempt(message)).await?;
            self.attempts = Lock::new(0);
            let mut log = vec![];
            let again = retry_async(3, async |attempt| {
                log.push(later(attempt).await);
                self.attempt(message).await
            });
            let again = again.await?;
            Ok(sent + again + log.len())
        }
    }

    pub fn test() {
        let client = Client { failures: 2, attempts: Lock::new(0) };
        let mut object: Box<dyn Post + Send + Sync> = Box::new(client);
        assert_eq!(elsewhere(object.send("ab")).unwrap(), 7);
        let client = Client { failures: 3, attempts: Lock::new(0) };
        let mut object: Box<dyn Post + Send + Sync> = Box::new(client);
        assert!(elsewhere(object.send("ab")).is_err());
    }
}

mod async_closures {
    use super::*;

    trait Apply {
        inline async fn apply(&self, bytes: &[u8]) -> u32;
    }

    struct Applied(u32);

    async fn each(bytes: &[u8], f: impl AsyncFn(&u8) -> u32) -> u32 {
        let mut sum = 0;
        for byte in bytes {
            sum += f(byte).await;
        }
        sum
    }

    async fn each_with<F, Fut>(bytes: &[u8], f: F) -> u32
    where
        F: Fn(&u8) -> Fut,
        Fut: Future<Output = u32>,
    {
        let mut sum = 0;
        for byte in bytes {
            sum += f(byte).await;
        }
        sum
    }

    async fn double(byte: &u8) -> u32 {
        later(u32::from(*byte)).await * 2
    }

    impl Apply for Applied {
        async fn apply(&self, bytes: &[u8]) -> u32 {
            let add = async |byte: &u8| {
                let byte = later(byte).await;
                self.0 + u32::from(*byte)
            };
            let mut sum = add(&1).await + each(bytes, add).await;
            sum += each(bytes, double).await;
            sum += each_with(bytes, |byte| {
                let byte = u32::from(*byte);
                async move { later(byte).await + self.0 }
            })
            .await;
            sum
        }
    }

    pub fn test() {
        let object: Box<dyn Apply + Send + Sync> = Box::new(Applied(10));
        assert_eq!(elsewhere(object.apply(&[1, 2])), 63);
    }
}

mod lending_iterators {
    use super::*;

    trait Total {
        inline async fn total(&mut self, of: &str) -> usize;
    }

    trait Lend {
        type Item<'a>
        where
            Self: 'a;

        async fn lend<'a>(&'a mut self) -> Option<Self::Item<'a>>;
    }

    struct Windows<'t>(&'t str, String);

    impl<'t> Lend for Windows<'t> {
        type Item<'a>
            = (&'a str, &'t str)
        where
            Self: 'a;

        async fn lend<'a>(&'a mut self) -> Option<(&'a str, &'t str)> {
            let (head, rest) = self.0.split_at_checked(1)?;
            self.0 = rest;
            self.1.push_str(later(head).await);
            Some((&self.1, head))
        }
    }

    async fn count<L: Lend>(lend: &mut L) -> usize {
        let mut count = 0;
        while let Some(item) = lend.lend().await {
            later(item).await;
            count += 1;
        }
        count
    }

    struct Totals(usize);

    impl Total for Totals {
        async fn total(&mut self, of: &str) -> usize {
            let mut windows = Windows(of, String::new());
            while let Some((all, head)) = windows.lend().await {
                self.0 += later(all).await.len() * head.len();
            }
            self.0 + count(&mut Windows(of, String::new())).await
        }
    }

    pub fn test() {
        let mut object: Box<dyn Total + Send + Sync> = Box::new(Totals(1));
        assert_eq!(elsewhere(object.total("abc")), 10);
    }
}

mod related_lifetimes {
    use super::*;

    trait Choose {
        inline async fn choose<'a, 'b: 'a>(&'a self, of: &'a [&'b str], or: &'b str) -> &'a str;
    }

    struct Chooser(String);

    struct Ref<'a, T: 'a>(*const T, PhantomData<fn(&'a T) -> &'a T>);

    unsafe impl<'a, T: Sync + 'a> Send for Ref<'a, T> {}

    impl<'a, T> Ref<'a, T> {
        fn new(of: &'a T) -> Self {
            Ref(of, PhantomData)
        }

        fn get(&self) -> &'a T {
            unsafe { &*self.0 }
        }
    }

    impl Choose for Chooser {
        async fn choose<'a, 'b: 'a>(&'a self, of: &'a [&'b str], or: &'b str) -> &'a str {
            let mut chosen: &'a str = &self.0;
            for item in of {
                let item: &'a &'b str = later(item).await;
                let held = Ref::new(item);
                if later(item.len()).await > chosen.len() {
                    chosen = held.get();
                }
            }
            if later(chosen.len()).await > 2 { chosen } else { or }
        }
    }

    pub fn test() {
        let object: Box<dyn Choose + Send + Sync> = Box::new(Chooser("ab".into()));
        assert_eq!(elsewhere(object.choose(&["a", "abc"], "")), "abc");
        assert_eq!(elsewhere(object.choose(&["a"], "or")), "or");
    }
}

fn main() {
    retries::test();
    async_closures::test();
    lending_iterators::test();
    related_lifetimes::test();
}
