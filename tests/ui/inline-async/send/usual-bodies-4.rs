//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: usual_helpers.rs
//@ needs-threads

// Bodies as people write them: locks, transactions, other objects, recursion. The future of each is
// `Send`, so that objects can be made of it.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock};

use usual_helpers::{BoxFuture, Error, Lock, elsewhere, join, later, now};

mod locks {
    use super::*;

    trait Bank {
        inline async fn transfer(&self, from: &str, to: &str, amount: i64) -> Result<i64, Error>;
    }

    #[derive(Default)]
    struct Accounts {
        by_name: Lock<HashMap<String, Arc<Lock<i64>>>>,
        log: Mutex<Vec<String>>,
    }

    impl Accounts {
        async fn account(&self, name: &str) -> Result<Arc<Lock<i64>>, Error> {
            let accounts = self.by_name.lock().await;
            let account = accounts.get(name).ok_or_else(|| format!("no account {name}"))?;
            later(()).await;
            Ok(Arc::clone(account))
        }
    }

    impl Bank for Accounts {
        async fn transfer(&self, from: &str, to: &str, amount: i64) -> Result<i64, Error> {
            let (from, to) = (self.account(from).await?, self.account(to).await?);
            let mut from = from.lock().await;
            let left = from.checked_sub(amount).filter(|left| *left >= 0).ok_or("not enough")?;
            let (from, mut to) = later((&mut *from, to.lock().await)).await;
            *from = left;
            *to += later(amount).await;
            self.log.lock().unwrap().push(format!("{amount} to {to}", to = *to));
            let by_name = self.by_name.lock().await;
            let mut sum = 0;
            for (name, _) in by_name.iter() {
                sum += later(name).await.len() as i64;
            }
            Ok(*to + sum)
        }
    }

    pub fn test() {
        let accounts = Accounts::default();
        let account = |name: &str, amount| (name.to_owned(), Arc::new(Lock::new(amount)));
        now(accounts.by_name.lock()).extend([account("a", 10), account("b", 20)]);
        let object: Arc<dyn Bank + Send + Sync> = Arc::new(accounts);
        assert_eq!(elsewhere(object.transfer("a", "b", 7)).unwrap(), 29);
        assert_eq!(elsewhere(object.transfer("a", "b", 7)).unwrap_err().to_string(), "not enough");
        let error = elsewhere(object.transfer("c", "b", 7)).unwrap_err();
        assert_eq!(error.to_string(), "no account c");
    }
}

mod transactions {
    use super::*;

    trait Store {
        inline async fn store(&mut self, rows: &[&str]) -> Result<usize, Error>;
    }

    #[derive(Default)]
    struct Connection(Vec<String>);

    trait Executor<'c>: Sized {
        type Row: AsRef<str>;

        fn execute<'e>(self, query: &'e str) -> BoxFuture<'e, Option<Self::Row>>
        where
            'c: 'e;
    }

    impl<'c> Executor<'c> for &'c mut Connection {
        type Row = String;

        fn execute<'e>(self, query: &'e str) -> BoxFuture<'e, Option<String>>
        where
            'c: 'e,
        {
            Box::pin(async move {
                self.0.push(later(query).await.to_owned());
                self.0.last().cloned()
            })
        }
    }

    struct Query<'q>(&'q str);

    impl<'q> Query<'q> {
        fn fetch<'e, 'c: 'e, E: Executor<'c>>(self, executor: E) -> BoxFuture<'e, Option<E::Row>>
        where
            'q: 'e,
        {
            executor.execute(self.0)
        }
    }

    impl Connection {
        async fn transaction<T>(
            &mut self,
            f: impl for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T, Error>>,
        ) -> Result<T, Error> {
            let before = self.0.len();
            let result = f(self).await;
            if result.is_err() {
                self.0.truncate(later(before).await);
            }
            result
        }
    }

    impl Store for Connection {
        async fn store(&mut self, rows: &[&str]) -> Result<usize, Error> {
            let first = Query(rows[0]).fetch(&mut *self).await.ok_or("none")?;
            let count = rows.len();
            let stored = self.transaction(|connection| {
                Box::pin(async move {
                    for row in 0..count {
                        connection.0.push(later(format!("row {row}")).await);
                    }
                    Ok(connection.0.len())
                })
            });
            Ok(stored.await? + first.len())
        }
    }

    pub fn test() {
        let mut object: Box<dyn Store + Send + Sync> = Box::new(Connection::default());
        assert_eq!(elsewhere(object.store(&["ab", "c"])).unwrap(), 5);
    }
}

mod services {
    use super::*;

    trait Handle {
        inline async fn handle(&self, request: &Request<'_>) -> Result<String, Error>;
    }

    struct Request<'r> {
        path: &'r str,
        headers: &'r [(&'r str, &'r str)],
    }

    struct Next<'n> {
        layers: &'n [Arc<dyn Handle + Send + Sync>],
        last: &'n (dyn Handle + Send + Sync),
    }

    impl<'n> Next<'n> {
        fn split(&self) -> (&'n (dyn Handle + Send + Sync), Option<Next<'n>>) {
            match self.layers.split_first() {
                Some((first, layers)) => (&**first, Some(Next { layers, last: self.last })),
                None => (self.last, None),
            }
        }

        async fn run(self, request: &Request<'_>) -> Result<String, Error> {
            let (handler, next) = self.split();
            let mut response = handler.handle(request).await?;
            if let Some(next) = next {
                response += &Box::pin(next.run(request)).await?;
            }
            Ok(response)
        }
    }

    struct Header(&'static str);

    impl Handle for Header {
        async fn handle(&self, request: &Request<'_>) -> Result<String, Error> {
            let found = request.headers.iter().find(|(name, _)| *name == self.0);
            let (_, value) = later(found).await.ok_or_else(|| format!("no {}", self.0))?;
            Ok(format!("{value} "))
        }
    }

    struct Chain {
        layers: Vec<Arc<dyn Handle + Send + Sync>>,
        routes: HashMap<String, Box<dyn Handle + Send + Sync>>,
    }

    impl Handle for Chain {
        async fn handle(&self, request: &Request<'_>) -> Result<String, Error> {
            let (first, rest) = request.path.split_once('/').unwrap_or((request.path, ""));
            let route = self.routes.get(first).ok_or("not found")?;
            let inner = Request { path: rest, ..*request };
            let next = Next { layers: &self.layers, last: &**route };
            let response = next.run(&inner).await?;
            let both = join(route.handle(&inner), self.layers[0].handle(request)).await;
            Ok(response + &both.0? + later(both.1).await?.trim())
        }
    }

    pub fn test() {
        let layers: Vec<Arc<dyn Handle + Send + Sync>> = vec![Arc::new(Header("a"))];
        let mut routes: HashMap<String, Box<dyn Handle + Send + Sync>> = HashMap::new();
        routes.insert("x".into(), Box::new(Header("b")));
        let object: Box<dyn Handle + Send + Sync> = Box::new(Chain { layers, routes });
        let headers = [("a", "1"), ("b", "2")];
        let response = elsewhere(object.handle(&Request { path: "x/y", headers: &headers }));
        assert_eq!(response.unwrap(), "1 2 2 1");
        let response = elsewhere(object.handle(&Request { path: "x", headers: &headers[1..] }));
        assert_eq!(response.unwrap_err().to_string(), "no a");
    }
}

mod associated_futures {
    use super::*;

    trait Route {
        inline async fn route(&mut self, lines: &str) -> usize;
    }

    trait Service<Request> {
        type Response;
        type Future: Future<Output = Self::Response>;

        fn call(&mut self, request: Request) -> Self::Future;
    }

    #[derive(Clone)]
    struct Length;

    impl<'r> Service<&'r str> for Length {
        type Response = (&'r str, usize);
        type Future = BoxFuture<'r, (&'r str, usize)>;

        fn call(&mut self, request: &'r str) -> Self::Future {
            Box::pin(async move { (request, later(request).await.len()) })
        }
    }

    struct Router<S>(S);

    async fn one_shot<S: Service<R>, R>(mut service: S, request: R) -> S::Response {
        let response = service.call(request).await;
        later(response).await
    }

    impl<S> Route for Router<S>
    where
        S: Clone + Send + Sync + for<'r> Service<&'r str, Response = (&'r str, usize)>,
        for<'r> <S as Service<&'r str>>::Future: Send,
    {
        async fn route(&mut self, lines: &str) -> usize {
            let mut sum = 0;
            for line in lines.lines() {
                let (line, length) = self.0.call(line).await;
                sum += length + later(line).await.len();
                sum += one_shot(self.0.clone(), line).await.1;
            }
            sum
        }
    }

    pub fn test() {
        let mut object: Box<dyn Route + Send + Sync> = Box::new(Router(Length));
        assert_eq!(elsewhere(object.route("ab\nc")), 9);
    }
}

mod recursion {
    use super::*;

    trait Walk {
        inline async fn walk(&self, path: &str, found: &mut Vec<String>) -> Result<(), Error>;
    }

    struct Folder(Vec<(&'static str, Folder)>);

    impl Folder {
        fn visit<'a>(&'a self, path: &'a str, depth: &'a mut usize) -> BoxFuture<'a, usize> {
            Box::pin(async move {
                *depth += 1;
                let mut sum = later(path).await.len();
                for (name, folder) in &self.0 {
                    sum += folder.visit(&format!("{path}/{name}"), &mut *depth).await;
                }
                sum
            })
        }
    }

    impl Walk for Folder {
        async fn walk(&self, path: &str, found: &mut Vec<String>) -> Result<(), Error> {
            let mut depth = 0;
            let sum = self.visit(path, &mut depth).await;
            for (name, folder) in self.0.iter().filter(|(name, _)| !name.starts_with('.')) {
                let path = format!("{path}/{name}");
                Box::pin(folder.walk(&path, found)).await?;
            }
            found.push(format!("{path} {depth} {sum}"));
            Ok(())
        }
    }

    pub fn test() {
        let inner = Folder(vec![("b", Folder(vec![]))]);
        let object: Box<dyn Walk + Send + Sync> = Box::new(Folder(vec![("a", inner)]));
        let mut found = vec![];
        elsewhere(object.walk(".", &mut found)).unwrap();
        assert_eq!(found, ["./a/b 1 5", "./a 2 8", ". 3 9"]);
    }
}

mod readers {
    use super::*;

    trait Read {
        inline async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error>;
    }

    trait Transfer {
        inline async fn copy(&mut self, from: &mut (dyn Read + Send + '_), to: &mut Vec<u8>)
        -> Result<usize, Error>;
    }

    impl Read for &[u8] {
        async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
            let length = later(buffer.len().min(self.len())).await;
            let (head, rest) = self.split_at(length);
            buffer[..length].copy_from_slice(head);
            *self = rest;
            Ok(length)
        }
    }

    struct Take<'r>(&'r mut (dyn Read + Send + 'r), usize);

    impl Read for Take<'_> {
        async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
            let limit = buffer.len().min(self.1);
            let part = &mut buffer[..limit];
            let length = self.0.read(part).await?;
            self.1 -= later(length).await;
            Ok(length)
        }
    }

    async fn read_all<R: Read + ?Sized>(reader: &mut R, to: &mut Vec<u8>) -> Result<usize, Error> {
        let (mut buffer, before) = ([0; 2], to.len());
        loop {
            match reader.read(&mut buffer).await? {
                0 => return Ok(to.len() - before),
                length => to.extend(later(&buffer[..length]).await),
            }
        }
    }

    struct Copier {
        limit: usize,
    }

    impl Transfer for Copier {
        async fn copy(&mut self, from: &mut (dyn Read + Send + '_), to: &mut Vec<u8>)
        -> Result<usize, Error> {
            let mut take = Take(from, self.limit);
            let head = to.clone();
            let mut boxed: Box<dyn Read + Send + '_> = Box::new(&head[..1]);
            let copied = read_all(&mut take, to).await?;
            Ok(copied + read_all(&mut *boxed, to).await?)
        }
    }

    pub fn test() {
        let mut object: Box<dyn Transfer + Send + Sync> = Box::new(Copier { limit: 3 });
        let mut to = vec![0];
        assert_eq!(elsewhere(object.copy(&mut &[1, 2, 3, 4][..], &mut to)).unwrap(), 4);
        assert_eq!(to, [0, 1, 2, 3, 0]);
    }
}

mod queues {
    use super::*;

    trait Work {
        inline async fn work(&self, limit: usize) -> Result<Vec<String>, Error>;
    }

    enum Job<'j> {
        Text { of: &'j str, times: Option<usize> },
        Many(Vec<Job<'j>>),
        Fail(&'j Error),
    }

    struct Worker {
        queue: Lock<VecDeque<&'static str>>,
        cached: OnceLock<String>,
        fails: Error,
    }

    impl Worker {
        fn job(&self, name: &'static str) -> Job<'_> {
            match name.split_once(' ') {
                Some(("many", rest)) => {
                    Job::Many(rest.split(' ').map(|name| self.job(name)).collect())
                }
                Some((of, times)) => Job::Text { of, times: times.parse().ok() },
                None if name == "fail" => Job::Fail(&self.fails),
                None => Job::Text { of: name, times: None },
            }
        }
    }

    impl Work for Worker {
        async fn work(&self, limit: usize) -> Result<Vec<String>, Error> {
            let mut done = vec![];
            let mut jobs = VecDeque::new();
            loop {
                if let Some(name) = self.queue.lock().await.pop_front() {
                    jobs.push_back(self.job(later(name).await));
                }
                let Some(job) = jobs.pop_front() else { break };
                match &job {
                    Job::Text { of, times: Some(times) } if *times < limit => {
                        done.push(later(of).await.repeat(*times))
                    }
                    Job::Text { of, .. } => {
                        let cached = self.cached.get_or_init(|| format!("[{of}]"));
                        done.push(later(cached).await.clone());
                    }
                    Job::Many(many) => {
                        for job in many.iter().rev() {
                            if let Job::Text { of, times: None } = later(job).await {
                                jobs.push_front(Job::Text { of, times: Some(1) });
                            }
                        }
                    }
                    Job::Fail(error) => return Err(later(error).await.to_string().into()),
                }
            }
            Ok(done)
        }
    }

    pub fn test() {
        let queue = Lock::new(VecDeque::from(["a 2", "many x y", "b", "c", "d 7"]));
        let worker = Worker { queue, cached: OnceLock::new(), fails: "failed".into() };
        let object: Box<dyn Work + Send + Sync> = Box::new(worker);
        assert_eq!(elsewhere(object.work(5)).unwrap(), ["aa", "x", "y", "[b]", "[b]", "[b]"]);
        let queue = Lock::new(VecDeque::from(["a", "fail"]));
        let worker = Worker { queue, cached: OnceLock::new(), fails: "failed".into() };
        let object: Box<dyn Work + Send + Sync> = Box::new(worker);
        assert_eq!(elsewhere(object.work(5)).unwrap_err().to_string(), "failed");
    }
}

fn main() {
    locks::test();
    transactions::test();
    services::test();
    associated_futures::test();
    recursion::test();
    readers::test();
    queues::test();
}
