//! A connection is taken out of a pool, looked at, and given back.

mod counting;

struct Manager;

#[async_trait::async_trait]
impl bb8::ManageConnection for Manager {
    type Connection = u32;
    type Error = std::fmt::Error;

    async fn connect(&self) -> Result<u32, Self::Error> {
        Ok(1)
    }

    async fn is_valid(&self, _: &mut u32) -> Result<(), Self::Error> {
        Ok(())
    }

    fn has_broken(&self, _: &mut u32) -> bool {
        false
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pool = bb8::Pool::builder().max_size(1).build(Manager).await.unwrap();
    let get = || async {
        assert_eq!(*pool.get().await.unwrap(), 1);
    };
    counting::report("get", get).await;
}
