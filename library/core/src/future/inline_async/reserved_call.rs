use super::machine;
use super::table::MethodTable;
use crate::alloc::Layout;
use crate::mem;
use crate::task::{Context, Poll};

/// A call whose machine is in memory that was reserved for it, of a binding or of a place.
///
/// It does not end by itself when it is dropped: that is for the types that are made of it, whose
/// parameters say what the machine may hold until then.
pub(super) struct ReservedCall<M: CallMemory> {
    table: &'static MethodTable,
    pub(super) memory: M,
}

/// The memory of such a call.
pub(super) trait CallMemory {
    fn machine(&self) -> *mut ();

    /// Frees the machine of a call that has ended.
    ///
    /// # Safety
    ///
    /// The call must have the machine, with nothing left in it.
    unsafe fn free(&self);

    /// Gives the memory back as far as it is the call's own.
    ///
    /// # Safety
    ///
    /// The machine must have been freed, and the memory not be used or given back again. `layout`
    /// must give that of the call's method.
    unsafe fn give_back(&mut self, layout: impl FnOnce() -> Layout);
}

impl<M: CallMemory> ReservedCall<M> {
    /// The call that waits in the memory.
    ///
    /// # Safety
    ///
    /// `table` must be that of the method whose call waits there, and the memory the call's.
    #[inline(always)]
    pub(super) unsafe fn new(table: &'static MethodTable, memory: M) -> Self {
        ReservedCall { table, memory }
    }

    /// # Safety
    ///
    /// `R` must be the output of the method. The call must not be moved to other memory.
    #[inline(always)]
    pub(super) unsafe fn poll<R>(&mut self, cx: &mut Context<'_>) -> Poll<R> {
        let machine = self.memory.machine();
        let table = self.table;
        let done = MethodTable::done::<R>();
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let end = End { call: &mut *self, done };
        // SAFETY: the output is `R`, and the machine holds the call; if the call is done, that is
        // the table's `run` which does not look at the machine.
        let result = unsafe { table.run(machine, cx) };
        mem::forget(end);
        if result.is_ready() {
            // SAFETY: the call was not done: the `run` of one that is does not return. There is
            // nothing left in its machine.
            unsafe { self.end(done) }
        }
        result
    }

    /// Cancels the call unless it is done, for the last time.
    // Short, so that nothing is left of it where it follows the poll that ended the call.
    #[inline(always)]
    pub(super) fn cancel_unless_done(&mut self) {
        if !self.table.is_done() {
            self.cancel();
        }
    }

    /// Drops what the call is made of.
    #[cold]
    #[inline(never)]
    fn cancel(&mut self) {
        let table = self.table;
        let machine = self.memory.machine();
        // The call is done after the future has been dropped, whether or not that panics. Nobody
        // polls it after that, whatever its output is.
        let _end = End { call: self, done: MethodTable::done::<()>() };
        // SAFETY: the machine holds the call, waiting or running.
        unsafe { table.drop_call(machine) }
    }

    /// Marks the call as done, frees its machine, and gives the memory back.
    ///
    /// # Safety
    ///
    /// The call must not be done, and nothing of it may be left in its machine. `done` must be the
    /// table of calls with its output that are, if it is polled again.
    #[inline(always)]
    unsafe fn end(&mut self, done: &'static MethodTable) {
        // SAFETY: the call has the machine, which the caller gives up.
        unsafe { self.memory.free() }
        // Before other code runs, which may unwind.
        let table = mem::replace(&mut self.table, done);
        // SAFETY: the machine is free, and the call is done, so this is the only time.
        unsafe { self.memory.give_back(|| table.layout()) }
    }

    /// The same after the call's future has unwound, or after it was dropped.
    // Not in line, so that a poll keeps nothing for it in registers.
    #[cold]
    #[inline(never)]
    fn end_unless_done(&mut self, done: &'static MethodTable) {
        if !self.table.is_done() {
            // SAFETY: the call is not done, and what unwinds or is dropped is not left.
            unsafe { self.end(done) }
        }
    }

    /// What the call is doing, for people.
    pub(super) fn state(&self) -> &'static str {
        if self.table.is_done() {
            "done"
        // SAFETY: a call that is not done has its machine.
        } else if unsafe { machine::holds_future(self.memory.machine()) } {
            "running"
        } else {
            "waiting"
        }
    }
}

/// Ends a call whose `run` or `drop` has unwound or returned.
struct End<'a, M: CallMemory> {
    call: &'a mut ReservedCall<M>,
    /// The call's table from then on.
    done: &'static MethodTable,
}

impl<M: CallMemory> Drop for End<'_, M> {
    #[inline(always)]
    fn drop(&mut self) {
        self.call.end_unless_done(self.done)
    }
}
