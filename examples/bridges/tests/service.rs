//! A handler, as a `tower::Service`.

#![feature(inline_async_fn)]

mod common;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bridges::service::{Answer, Handler, Handling};
use common::{Counting, allocations};
use tokio::task::yield_now;
use tokio::time::sleep;
use tower::{Service, ServiceBuilder, ServiceExt};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Answers with the request, backwards; knows how many it is answering.
#[derive(Default)]
struct Backwards {
    now: AtomicU32,
    most: AtomicU32,
}

impl Handler for Backwards {
    async fn handle(&self, request: String) -> String {
        struct Busy<'a>(&'a AtomicU32);

        impl Drop for Busy<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }

        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        let _busy = Busy(&self.now);
        self.most.fetch_max(now, Ordering::Relaxed);
        yield_now().await;
        if request == "never" {
            sleep(Duration::from_secs(3600)).await;
        }
        request.chars().rev().collect()
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_time().build().unwrap().block_on(future)
}

#[test]
fn many_at_once() {
    let handler = Arc::new(Backwards::default());
    let service = Handling::new(Arc::clone(&handler) as Arc<dyn Handler>);
    block_on(async {
        let ask = |number: u32| service.clone().oneshot(format!("{number}5"));
        let answers = [1, 2, 3].map(|number| tokio::spawn(ask(number)));
        for (number, answer) in (1..).zip(answers) {
            assert_eq!(answer.await.unwrap(), Ok::<_, Infallible>(format!("5{number}")));
        }
        let all = tokio::join!(ask(1), ask(2), ask(3));
        assert_eq!(all, (Ok("51".into()), Ok("52".into()), Ok("53".into())));
    });
    assert!(handler.most.load(Ordering::Relaxed) >= 3);
    assert_eq!(handler.now.load(Ordering::Relaxed), 0);
}

#[test]
fn beneath_layers() {
    let handler = Arc::new(Backwards::default());
    let service = ServiceBuilder::new()
        .concurrency_limit(1)
        .timeout(Duration::from_millis(20))
        .service(Handling::new(Arc::clone(&handler) as Arc<dyn Handler>));
    block_on(async {
        let answer = service.clone().oneshot("abc".to_owned());
        assert_eq!(answer.await.unwrap(), "cba");
        // The call is dropped, and the service answers the next one.
        let answer = service.clone().oneshot("never".to_owned());
        assert!(answer.await.unwrap_err().is::<tower::timeout::error::Elapsed>());
        assert_eq!(handler.now.load(Ordering::Relaxed), 0);
        assert_eq!(service.oneshot("def".to_owned()).await.unwrap(), "fed");
    });
}

/// The future has a name.
struct Kept {
    answer: Option<Answer>,
}

#[test]
fn one_allocation_a_request() {
    let mut service = Handling::new(Arc::new(Backwards::default()));
    let mut requests: Vec<_> = ["ab", "cd", "ef"].map(str::to_owned).into();
    let mut kept = Kept { answer: None };
    let mut cx = Context::from_waker(Waker::noop());
    let before = allocations();
    while let Some(request) = requests.pop() {
        let call = kept.answer.insert(service.call(request));
        assert!(Pin::new(call).poll(&mut cx).is_pending());
    }
    // Room for the handler's future; its answer was not asked for.
    assert_eq!(allocations() - before, 3);
    let answer = kept.answer.as_mut().unwrap();
    assert_eq!(Pin::new(answer).poll(&mut cx), Poll::Ready(Ok("ba".to_owned())));
}
