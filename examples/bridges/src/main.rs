//! Counts down, reads what was counted, and asks a service about it.

#![feature(inline_async_fn)]

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bridges::read::{Read, Reading};
use bridges::service::{Handler, Handling};
use bridges::stream::{Items, Source};
use futures_core::Stream;
use tokio::io::AsyncReadExt;
use tokio::time::sleep;
use tower::{ServiceBuilder, ServiceExt};

struct CountsDown(u32);

impl Source<u32> for CountsDown {
    async fn next(&mut self) -> Option<u32> {
        sleep(Duration::from_millis(1)).await;
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

impl Read for CountsDown {
    async fn read(&mut self, mut chunk: Vec<u8>) -> io::Result<Vec<u8>> {
        if let Some(number) = self.next().await {
            chunk.extend_from_slice(format!("{number} ").as_bytes());
        }
        Ok(chunk)
    }
}

struct Shouts;

impl Handler for Shouts {
    async fn handle(&self, request: String) -> String {
        sleep(Duration::from_millis(1)).await;
        request.trim().to_uppercase() + "!"
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut items = pin!(Items::new(Box::new(CountsDown(3))));
    while let Some(item) = std::future::poll_fn(|cx| items.as_mut().poll_next(cx)).await {
        println!("item {item}");
    }

    let mut read = String::new();
    Reading::new(Box::new(CountsDown(5))).read_to_string(&mut read).await?;
    println!("read {read}");

    let service = ServiceBuilder::new()
        .concurrency_limit(2)
        .timeout(Duration::from_secs(60))
        .service(Handling::new(Arc::new(Shouts)));
    let answers = ["one", "two", "three"].map(|word| service.clone().oneshot(word.to_owned()));
    let [one, two, three] = answers;
    let (one, two, three) = tokio::try_join!(one, two, three)?;
    println!("answers {one} {two} {three}");
    Ok(())
}
