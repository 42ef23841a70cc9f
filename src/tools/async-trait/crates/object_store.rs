//! An object is written, read and removed, in memory, behind an `Arc<dyn ObjectStore>`.

mod counting;

use std::sync::Arc;

use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let path = Path::from("a/b");
    let payload = PutPayload::from_static(b"some bytes");
    let round = || async {
        store.put(&path, payload.clone()).await.unwrap();
        let read = store.get(&path).await.unwrap().bytes().await.unwrap();
        assert_eq!(&*read, b"some bytes");
        store.head(&path).await.unwrap();
        store.delete(&path).await.unwrap();
    };
    counting::report("put, get, head and delete", round).await;
}
