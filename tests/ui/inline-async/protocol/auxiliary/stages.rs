//! Where a call of each kind is made.

use std::alloc::{Layout, System};
use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlinePlace, ObjectPlace, ObjectPtr, Placed, layout_for,
};
use std::mem::ManuallyDrop;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::objects::OUTPUT;
use crate::{End, Job, Logged, Object, Owning, Part, Plan, allocations, dropped, live};

/// A call. The box is not the program's allocator's, and so not counted.
pub type Call<'a> = Pin<Box<dyn Future<Output = u32> + 'a, System>>;

type InlineMemory = InlinePlace<1024>;

/// Kinds of calls. The `Inline` ones are in an `InlinePlace`, which has one memory only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A call on an object, which finds its own place.
    Direct,
    DirectShared,
    /// The call has the receiver, an `Rc`.
    DirectOwning,
    InHeapPlace,
    InInlinePlace,
    /// A call on a binding that is borrowed mutably.
    Exclusive,
    ExclusiveInline,
    /// A call on a binding that is shared, in the machine of the binding.
    Shared,
    SharedInline,
    /// A call on such a binding beside another one, which has the machine.
    SharedBeside,
    /// A call that has consumed a binding and its object.
    Consumed,
    ConsumedInline,
}

impl Kind {
    pub fn is_direct(self) -> bool {
        matches!(self, Kind::Direct | Kind::DirectShared | Kind::DirectOwning)
    }

    pub fn is_shared(self) -> bool {
        matches!(self, Kind::Shared | Kind::SharedInline | Kind::SharedBeside)
    }

    pub fn is_consuming(self) -> bool {
        matches!(self, Kind::Consumed | Kind::ConsumedInline)
    }

    /// Those of the parts that a call of this kind has.
    pub fn parts(self, parts: impl IntoIterator<Item = Part>) -> Vec<Part> {
        let has = |&part: &Part| part != Part::Object || self.is_consuming();
        parts.into_iter().filter(has).collect()
    }

    /// How often such a call allocates as it is made.
    pub fn allocations_as_made(self) -> usize {
        usize::from(self == Kind::SharedBeside)
    }

    /// How often it does as it is polled for the first time.
    pub fn allocations_as_started<O: Object>(self) -> usize {
        usize::from(self.is_direct() && O::IS_LARGE)
    }
}

/// Makes calls of one kind on one object after another, or on the same.
pub trait Stage {
    /// None if the place refuses.
    fn call(&mut self, plan: Plan) -> Option<Call<'_>>;

    /// How many there are that own the object.
    fn owners(&self) -> usize {
        1
    }
}

pub fn poll(call: &mut Call<'_>) -> Poll<u32> {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// The stage can be used: its calls run as if nothing had been there before, and allocate no more
/// than the first one did.
pub fn assert_usable<O: Object>(kind: Kind, stage: &mut dyn Stage) {
    let plan = Plan::suspending(1);
    assert_eq!(dropped(), []);
    for _ in 0..2 {
        let before = live();
        let (made, call) = allocations(|| stage.call(plan).unwrap());
        assert_eq!(made, kind.allocations_as_made(), "{kind:?}");
        let mut call = call;
        let (started, output) = allocations(|| {
            let first = poll(&mut call);
            if first.is_ready() { first } else { poll(&mut call) }
        });
        assert_eq!(output, Poll::Ready(OUTPUT), "{kind:?}");
        assert_eq!(started, kind.allocations_as_started::<O>(), "{kind:?}");
        assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?}");
        drop(call);
        assert_eq!(live(), before, "{kind:?}");
        assert_eq!(dropped(), [], "{kind:?}");
    }
}

/// Hands a stage of every kind to `check`. Nothing is left of it in the end.
pub fn every_kind<O: Object>(check: impl Fn(Kind, &mut dyn Stage)) {
    run_every_kind::<O>(
        |kind, stage| {
            check(kind, stage);
            assert_eq!(stage.owners(), 1, "{kind:?}");
        },
        |kind, before| assert_eq!(live(), before, "{kind:?}"),
    );
}

/// The same, where so many allocations are left as `leaked` says.
pub fn every_kind_that_leaks<O: Object>(
    leaked: impl Fn(Kind) -> usize,
    check: impl Fn(Kind, &mut dyn Stage),
) {
    run_every_kind::<O>(check, |kind, before| {
        assert_eq!(live(), before + leaked(kind), "{kind:?}")
    });
}

fn run_every_kind<O: Object>(
    check: impl Fn(Kind, &mut dyn Stage),
    at_the_end: impl Fn(Kind, usize),
) {
    let object = || O::new(Plan::suspending(0));
    let boxed = || Box::new_in(object(), System) as Box<dyn Job, System>;
    let run = |kind, run: &dyn Fn(&dyn Fn(&mut dyn Stage))| {
        let before = live();
        run(&|stage| check(kind, stage));
        let objects = if kind.is_consuming() { &[][..] } else { &[Part::Object] };
        assert_eq!(dropped(), objects, "{kind:?}");
        at_the_end(kind, before);
    };

    run(Kind::Direct, &|check| check(&mut Direct(object())));
    run(Kind::DirectShared, &|check| check(&mut DirectShared(object())));
    run(Kind::DirectOwning, &|check| {
        let object = Rc::new(object());
        check(&mut DirectOwning(object.clone()));
        // One that was leaked has an owner more.
        while let count @ 2.. = Rc::strong_count(&object) {
            // SAFETY: the object has that many owners, and all but one are gone.
            unsafe { Rc::decrement_strong_count(Rc::as_ptr(&object)) };
            assert_eq!(Rc::strong_count(&object), count - 1);
        }
    });
    run(Kind::InHeapPlace, &|check| check(&mut InPlace(object(), warm::<O, dyn Job>())));
    run(Kind::InInlinePlace, &|check| {
        with_inline_place(&|place| check(&mut InPlace(object(), place)))
    });
    run(Kind::Exclusive, &|check| {
        let mut object = object();
        check(&mut Exclusive(HeapPlaced::new(&mut object as &mut dyn Job)));
    });
    run(Kind::ExclusiveInline, &|check| {
        with_inline_place(&|place| {
            check(&mut Exclusive(Placed::new_in(boxed(), place).ok().unwrap()))
        })
    });
    run(Kind::Shared, &|check| {
        check(&mut Shared(&HeapPlaced::new(boxed())));
    });
    run(Kind::SharedInline, &|check| {
        with_inline_place(&|place| {
            check(&mut Shared(&Placed::new_in(boxed(), place).ok().unwrap()))
        })
    });
    run(Kind::SharedBeside, &|check| {
        let binding = HeapPlaced::new(boxed());
        let plan = Plan::suspending(1);
        let beside =
            binding.shared(Logged::new(Part::First, plan), plan, Logged::new(Part::Second, plan));
        let mut beside = pin!(beside);
        check(&mut Shared(&binding));
        let mut cx = Context::from_waker(Waker::noop());
        while beside.as_mut().poll(&mut cx).is_pending() {}
        assert_eq!(dropped(), Kind::SharedBeside.parts(O::drop_order()));
    });
    run(Kind::Consumed, &|check| check(&mut Consumed::<O, _>(warm::<O, dyn End>(), O::new)));
    run(Kind::ConsumedInline, &|check| {
        with_inline_place(&|place| check(&mut Consumed::<O, _>(place, O::new)))
    });
}

/// A place that has its memory already.
fn warm<O, D: ?Sized>() -> HeapPlace {
    let mut place = HeapPlace::new();
    place.reserve(layout_for::<O, D>()).unwrap();
    place
}

fn with_inline_place(run: &dyn Fn(Pin<&mut InlineMemory>)) {
    let mut place = ManuallyDrop::new(Box::pin_in(InlineMemory::new(), System));
    run(place.as_mut());
    // One in which a call was leaked stays for ever.
    if place.as_mut().reserve(Layout::new::<usize>()).is_ok() {
        drop(ManuallyDrop::into_inner(place));
    }
}

fn arguments(plan: Plan) -> (Logged, Plan, Logged) {
    (Logged::new(Part::First, plan), plan, Logged::new(Part::Second, plan))
}

fn boxed<'a>(call: impl Future<Output = u32> + 'a) -> Option<Call<'a>> {
    Some(Box::pin_in(call, System))
}

struct Direct<O>(O);

impl<O: Object> Stage for Direct<O> {
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        boxed((&mut self.0 as &mut dyn Job).exclusive(first, plan, second))
    }
}

struct DirectShared<O>(O);

impl<O: Object> Stage for DirectShared<O> {
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        boxed((&self.0 as &dyn Job).shared(first, plan, second))
    }
}

struct DirectOwning<O>(Rc<O>);

impl<O: Object> Stage for DirectOwning<O> {
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        boxed((Rc::clone(&self.0) as Rc<dyn Owning>).owning(first, plan, second))
    }

    fn owners(&self) -> usize {
        // The stage's, and that of who made the stage.
        Rc::strong_count(&self.0) - 1
    }
}

struct InPlace<O, P>(O, P);

impl<O: Object, P: ObjectPlace> Stage for InPlace<O, P> {
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        let call = (&mut self.0 as &mut dyn Job).exclusive(first, plan, second);
        boxed(call.in_place(&mut self.1).ok()?)
    }
}

struct Exclusive<Ptr: ObjectPtr, P: ObjectPlace>(Placed<Ptr, P>);

impl<Ptr: ObjectPtr, P: ObjectPlace> Stage for Exclusive<Ptr, P>
where
    Placed<Ptr, P>: Job,
{
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        boxed(self.0.exclusive(first, plan, second))
    }
}

struct Shared<'a, Ptr: ObjectPtr, P: ObjectPlace>(&'a Placed<Ptr, P>);

impl<Ptr: ObjectPtr, P: ObjectPlace> Stage for Shared<'_, Ptr, P>
where
    Placed<Ptr, P>: Job,
{
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        boxed(self.0.shared(first, plan, second))
    }
}

struct Consumed<O, P>(P, fn(Plan) -> O);

impl<O: Object, P: ObjectPlace> Stage for Consumed<O, P> {
    fn call(&mut self, plan: Plan) -> Option<Call<'_>> {
        let (first, plan, second) = arguments(plan);
        let object = Box::new_in((self.1)(plan), System) as Box<dyn End, System>;
        let binding = Placed::new_in(object, &mut self.0).ok()?;
        boxed(binding.end(first, plan, second))
    }
}
