//! Calls on bindings.
//!
//! In `binding.m(args)` the compiler finds the `inline async` methods of the object as methods of
//! the binding, and makes a call of one of these functions of it, by what the method takes as
//! `self`:
//!
//! | receiver | function | binding |
//! | --- | --- | --- |
//! | `&self` | [`call_ref`] | `&Placed` |
//! | `&mut self` | [`call_mut`] | `&mut Placed` |
//! | `Pin<&Self>` | [`call_pin_ref`] | `&Placed`, of a pointer that pins |
//! | `Pin<&mut Self>` | [`call_pin`] | `&mut Placed`, of a pointer that pins |
//! | `self` | [`call_value`] | `Placed`, of a pointer that owns |
//! | `Arc<Self>` and the like | [`call_pointer`] | `Placed`, of such a pointer |
//!
//! `F` is the type of the method's function item, which selects the entry in the vtable. `C` is the
//! type of the call that the method would give on the object, an `InlineCall`. The compiler writes
//! it as the associated type that stands for the method's future, with the regions of the method's
//! signature: so receiver, arguments and output have the regions that the signature says.

use super::machine::Waiting;
use super::object_ptr::{PinnedObjectPtr, SharedPinnedObjectPtr};
use super::placed_memory::Memory;
use super::table::MethodTable;
use super::tracked::Tracked;
use super::{
    BoundCall, InlineCall, Local, ObjectPlace, ObjectPtr, ObjectType, OwnedPtr, Placed, call,
    default_place, machine, tag,
};
use crate::alloc::Layout;
use crate::marker::{PhantomData, Tuple};
use crate::mem::{self, ManuallyDrop};
use crate::ops::DerefMut;
use crate::panic::Location;
use crate::pin::Pin;
use crate::ptr::{self, NonNull};
use crate::{any, fmt, intrinsics};

/// What the type of a call on an object is made of.
///
/// # Safety
///
/// It is for `InlineCall` only.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub unsafe trait CallParts {
    /// The receiver, as it is passed.
    type Recv;
    /// The tuple of the other arguments, as they are passed: marked where the method is local.
    type Args;
    type Output;
}

// SAFETY: it is `InlineCall`.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Recv, Args: Tuple, R> CallParts for InlineCall<Recv, Args, R> {
    type Recv = Recv;
    type Args = Args;
    type Output = R;
}

// SAFETY: it is `InlineCall`.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Recv, Args, R> CallParts for InlineCall<Recv, Local<Args>, R> {
    type Recv = Recv;
    type Args = Local<Args>;
    type Output = R;
}

// SAFETY: it is `InlineCall`.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Recv, Args, R> CallParts for InlineCall<Recv, Tracked<Args>, R> {
    type Recv = Recv;
    type Args = Args;
    type Output = R;
}

/// A binding as a call takes it.
///
/// # Safety
///
/// It is for `&mut Placed`, `&Placed`, and `Placed`.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a binding as a call takes it",
    note = "that is `&mut Placed<Ptr, P>`, `&Placed<Ptr, P>` or `Placed<Ptr, P>`"
)]
pub unsafe trait Binding {
    /// What a call has of the binding beside the memory of the machine.
    type Rest;

    /// Frees the machine of a call that has ended.
    ///
    /// # Safety
    ///
    /// As for [`machine::tag_of`], and the machine must be the call's, with nothing left in it.
    #[inline(always)]
    unsafe fn free(machine: *mut ()) {
        // Nobody looks at the tag before the call has handed the binding over.
        // SAFETY: the caller's promise.
        tag::free(unsafe { machine::tag_of(machine) })
    }

    /// Gives memory back that is the call's own, after its machine has been freed.
    ///
    /// # Safety
    ///
    /// The call must have the machine in `memory`, with nothing left in it, and not use it or what
    /// is left of the binding again. `layout` must give that of its method.
    unsafe fn give_back(
        rest: &mut Self::Rest,
        memory: NonNull<u8>,
        layout: impl FnOnce() -> Layout,
    );
}

// SAFETY: it is a binding that is borrowed mutably.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Ptr: ObjectPtr, P: ObjectPlace> Binding for &mut Placed<Ptr, P> {
    type Rest = ();

    #[inline(always)]
    unsafe fn give_back(_rest: &mut (), _memory: NonNull<u8>, _layout: impl FnOnce() -> Layout) {}
}

/// What a call has of a binding that it shares.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Debug)]
pub struct Shared {
    /// Whether the memory is from the program's allocator, for this call alone.
    is_own: bool,
}

// SAFETY: it is a binding that is shared.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Ptr: ObjectPtr, P: ObjectPlace> Binding for &Placed<Ptr, P> {
    type Rest = Shared;

    #[inline(always)]
    unsafe fn free(machine: *mut ()) {
        // Another call may claim the machine as soon as it is free.
        // SAFETY: the caller's promise.
        tag::free_shared(unsafe { machine::tag_of(machine) })
    }

    #[inline(always)]
    unsafe fn give_back(rest: &mut Shared, memory: NonNull<u8>, layout: impl FnOnce() -> Layout) {
        if rest.is_own {
            // SAFETY: memory of the call's own was allocated with the layout of its method, and is
            // not used any longer.
            unsafe { default_place::deallocate(memory, layout()) }
        }
    }
}

/// The binding of a call that is held beside it.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Debug)]
pub struct Held(());

// SAFETY: it is a binding that nothing else is done with as long as there is the call.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl Binding for Held {
    type Rest = Shared;

    #[inline(always)]
    unsafe fn give_back(rest: &mut Shared, memory: NonNull<u8>, layout: impl FnOnce() -> Layout) {
        if rest.is_own {
            // SAFETY: as for `Shared`.
            unsafe { default_place::deallocate(memory, layout()) }
        }
    }
}

impl Held {
    /// Moves a call that waits into the memory of a binding, which was reserved with `reserved`. If it
    /// does not fit, as it is one on another object, it has memory of its own.
    pub(super) fn hold<Recv, Args, R>(
        call: InlineCall<Recv, Args, R>,
        memory: NonNull<u8>,
        reserved: Layout,
    ) -> BoundCall<Held, Args, R> {
        let table = call.table();
        let layout = table.layout();
        let is_own = layout.size() > reserved.size() || layout.align() > reserved.align();
        let memory = if is_own {
            let object = || call::without_reference(any::type_name::<Recv>());
            Memory::allocate(|| layout, object).get()
        } else {
            memory
        };
        // SAFETY: the memory is the binding's, idle, or of this call alone, and fits. The call waits,
        // as one that has been polled is pinned, and its method's output is `R`.
        unsafe {
            ManuallyDrop::new(call).move_waiting(memory.as_ptr().cast());
            BoundCall::new(table, memory, Shared { is_own })
        }
    }
}

/// What a call has of a binding that it has consumed.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub struct Consumed<Ptr, P> {
    /// A copy: the object or the pointer itself is what the call is made of.
    ptr: ManuallyDrop<Ptr>,
    place: P,
    release: Release<Ptr, P>,
}

/// Gives the memory of a binding back, and drops what is left of its pointer.
///
/// The memory must be the binding's, idle, and neither it nor the pointer be used again.
type Release<Ptr, P> = unsafe fn(&mut ManuallyDrop<Ptr>, &mut P, NonNull<u8>);

// SAFETY: it is a binding.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Ptr: ObjectPtr, P: ObjectPlace> Binding for Placed<Ptr, P> {
    type Rest = Consumed<Ptr, P>;

    #[inline(always)]
    unsafe fn give_back(
        rest: &mut Consumed<Ptr, P>,
        memory: NonNull<u8>,
        _layout: impl FnOnce() -> Layout,
    ) {
        // SAFETY: the caller's promise. The binding is the call's.
        unsafe { (rest.release)(&mut rest.ptr, &mut rest.place, memory) }
    }
}

#[unstable(feature = "inline_async_internals", issue = "none")]
impl<Ptr, P> fmt::Debug for Consumed<Ptr, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumed").finish_non_exhaustive()
    }
}

/// A [`Release`] where the object has been moved out of its pointer.
///
/// # Safety
///
/// See there. `REPLACED` says that the memory is from the program's allocator and not the place's.
unsafe fn release_husk<Ptr: OwnedPtr, P: ObjectPlace, const REPLACED: bool>(
    ptr: &mut ManuallyDrop<Ptr>,
    place: &mut P,
    memory: NonNull<u8>,
) {
    // The husk is dropped after the memory was given back, also where that unwinds.
    // SAFETY: the pointer is not used again, whose copy was split when the call was made.
    let (object, _husk) = Ptr::split(unsafe { ManuallyDrop::take(ptr) });
    // SAFETY: the metadata of the object's address is its vtable, and the memory is idle.
    unsafe {
        let vtable = machine::vtable_of(object.as_ptr());
        give_back::<Ptr::Target, P, REPLACED>(vtable, place, memory)
    }
}

/// A [`Release`] where the pointer has been handed to the method.
///
/// # Safety
///
/// See there, and `release_husk`. `Ptr` must be laid out as a pointer to a trait object.
unsafe fn release_pointer<Ptr: ObjectPtr, P: ObjectPlace, const REPLACED: bool>(
    ptr: &mut ManuallyDrop<Ptr>,
    place: &mut P,
    memory: NonNull<u8>,
) {
    // SAFETY: the caller's promise. What the copy points to may be gone; it is not looked at.
    unsafe {
        let vtable = call::vtable(&**ptr);
        give_back::<Ptr::Target, P, REPLACED>(vtable, place, memory)
    }
}

/// # Safety
///
/// `vtable` must be that of the object, and the memory be idle and not used any longer.
#[inline]
unsafe fn give_back<D: ?Sized, P: ObjectPlace, const REPLACED: bool>(
    vtable: *const (),
    place: &mut P,
    memory: NonNull<u8>,
) {
    // SAFETY: the caller's promise. The layout is that which the binding had reserved.
    unsafe {
        let layout = machine::layout_of_vtable::<D>(vtable);
        if REPLACED {
            default_place::deallocate(memory, layout)
        } else {
            place.release(memory, layout)
        }
    }
}

/// `binding.m(..)` for a method that takes `&self`.
///
/// # Safety
///
/// `F` must be the type of the function item of an `inline async` method of `Ptr::Target`, and `C`
/// that of the call which it gives.
#[lang = "inline_async_call_ref"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
#[track_caller]
pub unsafe fn call_ref<'a, Ptr, P, F, C>(
    this: &'a Placed<Ptr, P>,
    args: C::Args,
) -> BoundCall<&'a Placed<Ptr, P>, C::Args, C::Output>
where
    Ptr: ObjectPtr,
    P: ObjectPlace,
    C: CallParts<Recv = &'a Ptr::Target>,
{
    let object = (&raw const **this).cast_mut();
    // SAFETY: the caller promises that the method takes such a reference, with these arguments,
    // and what its output is.
    unsafe {
        let table = table_of::<Ptr::Target, F, C::Recv, C::Args, C::Output>(object);
        let (memory, is_own) = this.shared_memory(table);
        wait::<F, _, _>(memory, object, args);
        BoundCall::new(table, memory, Shared { is_own })
    }
}

/// `binding.m(..)` for a method that takes `&mut self`.
///
/// # Safety
///
/// As for [`call_ref`].
#[lang = "inline_async_call_mut"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
#[track_caller]
pub unsafe fn call_mut<'a, Ptr, P, F, C>(
    this: &'a mut Placed<Ptr, P>,
    args: C::Args,
) -> BoundCall<&'a mut Placed<Ptr, P>, C::Args, C::Output>
where
    Ptr: ObjectPtr + DerefMut,
    P: ObjectPlace,
    C: CallParts<Recv = &'a mut Ptr::Target>,
{
    let object = &raw mut **this;
    // SAFETY: the caller's promise, and the object is one that the method can take.
    unsafe { call_exclusive::<Ptr, P, F, C>(this, object, args) }
}

/// `binding.m(..)` for a method that takes `Pin<&mut Self>`.
///
/// # Safety
///
/// As for [`call_ref`].
#[lang = "inline_async_call_pin"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
#[track_caller]
pub unsafe fn call_pin<'a, Ptr, P, F, C>(
    this: &'a mut Placed<Ptr, P>,
    args: C::Args,
) -> BoundCall<&'a mut Placed<Ptr, P>, C::Args, C::Output>
where
    Ptr: PinnedObjectPtr,
    P: ObjectPlace,
    C: CallParts<Recv = Pin<&'a mut Ptr::Target>>,
{
    // SAFETY: the address of the pinned object is taken, and handed to the method as a pinned
    // reference.
    let object = &raw mut *unsafe { Placed::get_pin_mut(this).get_unchecked_mut() };
    // SAFETY: the caller's promise, and the object is one that the method can take.
    unsafe { call_exclusive::<Ptr, P, F, C>(this, object, args) }
}

/// `binding.m(..)` for a method that takes `Pin<&Self>`.
///
/// # Safety
///
/// As for [`call_ref`].
#[lang = "inline_async_call_pin_ref"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
#[track_caller]
pub unsafe fn call_pin_ref<'a, Ptr, P, F, C>(
    this: &'a Placed<Ptr, P>,
    args: C::Args,
) -> BoundCall<&'a Placed<Ptr, P>, C::Args, C::Output>
where
    Ptr: SharedPinnedObjectPtr,
    P: ObjectPlace,
    C: CallParts<Recv = Pin<&'a Ptr::Target>>,
{
    let object = (&raw const **this).cast_mut();
    // SAFETY: as for `call_ref`. The pointer pins the object, and a pinned reference is laid out as
    // any other.
    unsafe {
        let table = table_of::<Ptr::Target, F, C::Recv, C::Args, C::Output>(object);
        let (memory, is_own) = this.shared_memory(table);
        wait::<F, _, _>(memory, object, args);
        BoundCall::new(table, memory, Shared { is_own })
    }
}

/// Makes a call in the machine of a binding that the call borrows mutably.
///
/// # Safety
///
/// As for [`call_ref`], and `object` must be the method's receiver, turned into a pointer.
#[inline]
#[track_caller]
unsafe fn call_exclusive<'a, Ptr: ObjectPtr, P: ObjectPlace, F, C: CallParts>(
    this: &'a mut Placed<Ptr, P>,
    object: *mut Ptr::Target,
    args: C::Args,
) -> BoundCall<&'a mut Placed<Ptr, P>, C::Args, C::Output> {
    let memory = this.exclusive_memory();
    // SAFETY: the memory is that of the binding, which the call borrows. It fits: `ObjectPtr`
    // promises that the object is of the type that it was of when the memory was reserved. The
    // rest is the caller's promise.
    unsafe {
        let table = table_of::<Ptr::Target, F, C::Recv, C::Args, C::Output>(object);
        wait::<F, _, _>(memory, object, args);
        BoundCall::new(table, memory, ())
    }
}

/// `binding.m(..)` for a method that takes `self`. The object is moved out of its pointer. When the
/// call is done, the place has its memory back, and what is left of the pointer is dropped.
///
/// # Safety
///
/// As for [`call_ref`].
#[lang = "inline_async_call_value"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
#[track_caller]
pub unsafe fn call_value<Ptr, P, F, C>(
    mut this: Placed<Ptr, P>,
    args: C::Args,
) -> BoundCall<Placed<Ptr, P>, C::Args, C::Output>
where
    Ptr: OwnedPtr,
    P: ObjectPlace,
    C: CallParts<Recv = PhantomData<Ptr::Target>>,
{
    // Before anything is taken out of the binding: this may allocate and unwind.
    let memory = this.exclusive_memory();
    let (ptr, place, is_replaced) = Placed::into_parts(this);
    // SAFETY: the pointer is not used again before the call is done, but as what this copy leaves
    // of it: `OwnedPtr` allows for that.
    let (object, husk) = Ptr::split(unsafe { ptr::read(&*ptr) });
    mem::forget(husk);
    let release: Release<Ptr, P> =
        if is_replaced { release_husk::<_, _, true> } else { release_husk::<_, _, false> };
    // SAFETY: as for `call_exclusive`. The call has the binding, and owns the object from here on,
    // which is what the entry of the method takes.
    unsafe {
        let object = object.as_ptr();
        let table = table_of::<Ptr::Target, F, Ptr::Target, C::Args, C::Output>(object);
        wait::<F, _, _>(memory, object, args);
        BoundCall::new(table, memory, Consumed { ptr, place, release })
    }
}

/// `binding.m(..)` for a method that takes the pointer of the binding, such as `self: Arc<Self>`.
/// The place has its memory back when the call is done.
///
/// # Safety
///
/// As for [`call_ref`].
#[lang = "inline_async_call_pointer"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
#[track_caller]
pub unsafe fn call_pointer<Ptr, P, F, C>(
    mut this: Placed<Ptr, P>,
    args: C::Args,
) -> BoundCall<Placed<Ptr, P>, C::Args, C::Output>
where
    Ptr: ObjectPtr,
    P: ObjectPlace,
    C: CallParts<Recv = Ptr>,
{
    // As for `call_value`.
    let memory = this.exclusive_memory();
    let (ptr, place, is_replaced) = Placed::into_parts(this);
    let release: Release<Ptr, P> =
        if is_replaced { release_pointer::<_, _, true> } else { release_pointer::<_, _, false> };
    // SAFETY: as for `call_exclusive`. The call has the binding. The compiler sees to it that the
    // pointer, which is the method's receiver, is laid out as a pointer to a trait object. What is
    // left here of it is not used but for its vtable.
    unsafe {
        let [receiver, vtable] = call::words(&*ptr);
        let table = call::table_of::<Ptr::Target, F, Ptr, C::Args, C::Output>(vtable);
        wait::<F, _, _>(memory, receiver, args);
        BoundCall::new(table, memory, Consumed { ptr, place, release })
    }
}

/// The table of the method `F`, whose receiver is `Recv`.
///
/// # Safety
///
/// `object` must be a pointer to an object, dropped or not.
#[inline(always)]
unsafe fn table_of<D: ?Sized + ObjectType, F, Recv: ?Sized, Args, R>(
    object: *const D,
) -> &'static MethodTable {
    // SAFETY: the metadata of the pointer is a vtable of that type.
    unsafe { call::table_of::<D, F, Recv, Args, R>(machine::vtable_of(object)) }
}

/// Has a call of the method `F` wait in the memory.
///
/// # Safety
///
/// The memory must be the caller's, and fit the machine of the method. `receiver` must be the data
/// word of the method's receiver, or the address of the object itself if the method takes that.
#[inline(always)]
#[track_caller]
unsafe fn wait<F, D: ?Sized, Args>(memory: NonNull<u8>, receiver: *mut D, arguments: Args) {
    let machine = memory.as_ptr().cast();
    let receiver = receiver.cast();
    // SAFETY: the caller's promise.
    unsafe {
        if const { intrinsics::inline_async_is_tracked::<F>() } {
            let arguments = Tracked { value: arguments, caller: Location::caller() };
            machine::wait(machine, Waiting { receiver, arguments });
        } else {
            machine::wait(machine, Waiting { receiver, arguments });
        }
    }
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Placed<Ptr, P> {
    /// The memory, for a call that nobody else can make at the same time.
    #[inline(always)]
    pub(super) fn exclusive_memory(&mut self) -> NonNull<u8> {
        let memory = self.memory.get();
        // SAFETY: the tag is initialized from the reservation on. No call is running, as it would
        // borrow the binding: where there is a future, a call was leaked. Arguments that were
        // leaked as they waited are written over.
        if unsafe { machine::holds_future(memory.as_ptr().cast()) } {
            self.replace_memory()
        } else {
            memory
        }
    }

    /// Lets go of the memory, in which a call was leaked: the binding has memory from the program's
    /// allocator instead.
    #[inline(always)]
    fn replace_memory(&mut self) -> NonNull<u8> {
        self.memory = Memory::allocate(|| Self::layout(self), any::type_name::<Ptr::Target>);
        self.memory.get()
    }

    /// Memory for a call that others can be made beside: that of the binding if it is idle, else
    /// some on the program's allocator, and whether it is that.
    #[inline]
    fn shared_memory(&self, table: &MethodTable) -> (NonNull<u8>, bool) {
        let memory = self.memory.get();
        // SAFETY: the tag is initialized from the reservation on. It is the claim that gives a call
        // the machine: nobody else has it, be it a call that is waiting, is running or was leaked.
        let tag = unsafe { machine::tag_of(memory.as_ptr().cast()) };
        if tag::claim(tag) {
            (memory, false)
        } else {
            let memory = Memory::allocate(|| table.layout(), any::type_name::<Ptr::Target>);
            (memory.get(), true)
        }
    }
}
