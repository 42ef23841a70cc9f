//! An actor is asked something and answers.

mod counting;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, call};

struct Counter;

enum Message {
    Next(RpcReplyPort<u64>),
}

#[ractor::async_trait]
impl Actor for Counter {
    type Msg = Message;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Message>, (): ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(
        &self,
        _: ActorRef<Message>,
        Message::Next(reply): Message,
        state: &mut u64,
    ) -> Result<(), ActorProcessingErr> {
        *state += 1;
        reply.send(*state)?;
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (actor, task) = Actor::spawn(None, Counter, ()).await.unwrap();
    let round = || async {
        call!(actor, Message::Next).unwrap();
    };
    counting::report("call", round).await;
    actor.stop(None);
    task.await.unwrap();
}
