//! Each argument of an inline async method once.
//!
//! The coroutine of an `async fn` captures the arguments. Lowering begins its body with a local for
//! each of them, so that they are dropped in the order in which any function drops its arguments,
//! and with one for each part that a pattern names:
//!
//! ```ignore (illustrative)
//! // async fn m(&mut self, (a, b): (A, B)) { .. }
//! async move {
//!     let this = this;        // _3 = move (_1.0: &mut Self)
//!     let __arg1 = __arg1;    // _4 = move (_1.1: (A, B))
//!     let (a, b) = __arg1;    // _5 = move (_4.0: A); _6 = move (_4.1: B)
//!     ..
//! }
//! ```
//!
//! A local that lives across an `await` gets a field of the coroutine, next to the field that the
//! argument was captured in, which nobody looks at again (rust-lang/rust#62958). The machine of an
//! inline async method would pay for that in every place that anybody provides. Here such a local
//! becomes another name of the place that it was moved out of: `_3` is `(_1.0)`, `_5` is
//! `((_1.1).0)`, and there is one field.
//!
//! # When it runs
//!
//! Between the elaboration of drops and the layout of the coroutine. The elaborated body has each
//! drop of such a local in its place and with its flag, which only get another name, and no drop of
//! what was captured, since that was moved out of: none has to be found or left out here. A
//! coroutine that was never polled drops what it captured, and has none of these locals. What
//! borrow checking and auto traits know of a coroutine is taken from the body as it was long before
//! (`mir_coroutine_witnesses`), so that nothing of this shows in the language.
//!
//! # What can share
//!
//! A local that gets its first value in the straight line at the entry, out of a field (of a field
//! ..) of the coroutine, where
//!
//! - nothing else in the body uses that field, what it is a part of, or a part of it: otherwise the
//!   two names would see each other's changes (`a @ (mut b, _)`), or what is dropped as a whole
//!   would find a part changed (a struct with a destructor, of which a number was copied);
//! - the field is aligned as a local is: none of a packed struct is;
//! - the local never stands where no place can: it is no index.
//!
//! All other locals, and all other coroutines, are left alone.

use rustc_data_structures::fx::FxIndexMap;
use rustc_hir::def::DefKind;
use rustc_hir::{CoroutineDesugaring, CoroutineKind, CoroutineSource};
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{
    MutVisitor, MutatingUseContext, NonMutatingUseContext, PlaceContext, VisitPlacesWith, Visitor,
};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, TyCtxt};
use rustc_mir_dataflow::impls::always_storage_live_locals;
use tracing::debug;

use super::{LivenessInfo, SELF_ARG, locals_live_across_suspend_points, replace_base};

/// If `body` is that of an inline async method, gives each argument that is stored across a
/// suspension point the field that it was captured in, and says anew what is known of the locals.
pub(super) fn share_captured_arguments<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &mut Body<'tcx>,
    movable: bool,
    always_live_locals: DenseBitSet<Local>,
    liveness: LivenessInfo,
) -> (DenseBitSet<Local>, LivenessInfo) {
    if !is_body_of_inline_async_method(tcx, body) {
        return (always_live_locals, liveness);
    }
    let parts = find_parts(tcx, body);
    let places = shared_places(tcx, body, &parts, &liveness.saved_locals);
    if places.is_empty() {
        return (always_live_locals, liveness);
    }

    let dumper = MirDumper::new(tcx, "share_arguments", body)
        .map(|dumper| dumper.set_disambiguator(&"before"));
    if let Some(dumper) = &dumper {
        dumper.dump_mir(body);
    }
    let blocks = body.basic_blocks.as_mut_preserves_cfg();
    for local in places.keys() {
        let Location { block, statement_index } = parts[local].location;
        blocks[block].statements[statement_index].make_nop(true);
    }
    Rename { tcx, places }.visit_body(body);
    if let Some(dumper) = dumper {
        dumper.set_disambiguator(&"after").dump_mir(body);
    }

    let always_live_locals = always_storage_live_locals(body);
    let liveness = locals_live_across_suspend_points(tcx, body, &always_live_locals, movable);
    (always_live_locals, liveness)
}

/// Whether `body` is the coroutine of an `async fn` that implements an inline async method, which
/// the default body in the trait does as well.
fn is_body_of_inline_async_method<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> bool {
    if !matches!(
        body.coroutine_kind(),
        Some(CoroutineKind::Desugared(CoroutineDesugaring::Async, CoroutineSource::Fn))
    ) {
        return false;
    }
    let function = tcx.parent(body.source.def_id());
    tcx.def_kind(function) == DefKind::AssocFn
        && tcx.asyncness(tcx.trait_item_of(function).unwrap_or(function)) == ty::Asyncness::Inline
}

/// An argument, or a part of one: a local that begins with what is moved or copied out of `source`.
struct Part<'tcx> {
    /// A field of the coroutine, or of a local that is itself a part.
    source: Place<'tcx>,
    /// The statement that does it.
    location: Location,
}

/// In the order of their statements: what a part is taken out of stands before it.
type Parts<'tcx> = FxIndexMap<Local, Part<'tcx>>;

/// Finds the parts in the straight line at the entry of `body`, up to the first call. No loop leads
/// back into it.
fn find_parts<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> Parts<'tcx> {
    let predecessors = body.basic_blocks.predecessors();
    let mut parts = Parts::default();
    let mut used = DenseBitSet::new_empty(body.local_decls.len());
    let mut next = predecessors[START_BLOCK].is_empty().then_some(START_BLOCK);
    while let Some(block) = next {
        let data = &body.basic_blocks[block];
        for (statement_index, statement) in data.statements.iter().enumerate() {
            let location = Location { block, statement_index };
            if let StatementKind::Assign(box (
                target,
                Rvalue::Use(Operand::Move(source) | Operand::Copy(source)),
            )) = statement.kind
                && let Some(local) = target.as_local()
                && body.local_kind(local) == LocalKind::Temp
                // With a value before this one it would be more than a name of `source`.
                && !used.contains(local)
                && (source.local == SELF_ARG || parts.contains_key(&source.local))
                && is_aligned_field(tcx, body, source)
                && source.ty(body, tcx).ty == body.local_decls[local].ty
            {
                parts.insert(local, Part { source, location });
            }
            VisitPlacesWith(|place: Place<'tcx>, context: PlaceContext| {
                if context.is_use() {
                    used.insert(place.local);
                }
            })
            .visit_statement(statement, location);
        }
        next = match data.terminator().kind {
            TerminatorKind::Goto { target } if predecessors[target].len() == 1 => Some(target),
            _ => None,
        };
    }
    parts
}

/// Whether `place` is a field, of structs and tuples alone, and aligned as its type asks.
fn is_aligned_field<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, place: Place<'tcx>) -> bool {
    !place.projection.is_empty()
        && place.iter_projections().all(|(base, elem)| {
            matches!(elem, ProjectionElem::Field(..))
                && match base.ty(body, tcx).ty.kind() {
                    ty::Tuple(_) => true,
                    ty::Adt(adt, _) => adt.is_struct() && !adt.repr().packed(),
                    ty::Coroutine(..) => base.as_local() == Some(SELF_ARG),
                    _ => false,
                }
        })
}

/// The place of each part that can share and should: one that is stored anyway. Any other is better
/// off in a register, unless something that is stored was taken out of it.
fn shared_places<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    parts: &Parts<'tcx>,
    stored: &DenseBitSet<Local>,
) -> FxIndexMap<Local, Place<'tcx>> {
    let mut conflicts =
        Conflicts { tcx, body, parts, found: DenseBitSet::new_empty(body.local_decls.len()) };
    conflicts.visit_body(body);

    let mut places = FxIndexMap::default();
    for (&local, part) in parts {
        let mut place = part.source;
        if place.local != SELF_ARG {
            let Some(&base) = places.get(&place.local) else { continue };
            replace_base(&mut place, base, tcx);
        }
        if !conflicts.found.contains(local) {
            places.insert(local, place);
        }
    }

    let mut wanted = stored.clone();
    for (&local, part) in parts.iter().rev() {
        if wanted.contains(local) && places.contains_key(&local) {
            wanted.insert(part.source.local);
        }
    }
    places.retain(|&local, _| wanted.contains(local));
    debug!(?places);
    places
}

/// Finds the parts whose sources something else uses, and those that are used as no place can be.
struct Conflicts<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    parts: &'a Parts<'tcx>,
    found: DenseBitSet<Local>,
}

impl<'tcx> Conflicts<'_, 'tcx> {
    fn add_use(&mut self, place: Place<'tcx>, location: Location) {
        for (&local, part) in self.parts {
            if part.location != location && may_overlap(part.source, place) {
                self.found.insert(local);
            }
        }
    }
}

impl<'tcx> Visitor<'tcx> for Conflicts<'_, 'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, location: Location) {
        // That a part gets its value is no use of it: its own parts are taken out later. To mention
        // or to retag a place leaves its value as it is.
        let is_initialized =
            self.parts.get(&place.local).is_some_and(|part| part.location == location);
        let is_left_alone = matches!(
            context,
            PlaceContext::NonUse(_)
                | PlaceContext::NonMutatingUse(NonMutatingUseContext::PlaceMention)
                | PlaceContext::MutatingUse(MutatingUseContext::Retag)
        );
        if !is_initialized && !is_left_alone {
            self.add_use(*place, location);
        }
        self.visit_projection(place.as_ref(), context, location);
    }

    /// A local that stands by itself: an index.
    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        if context.is_use() {
            self.found.insert(local);
        }
    }

    fn visit_terminator(&mut self, terminator: &Terminator<'tcx>, location: Location) {
        // Where nothing that was captured is moved out, but copied at most, the coroutine is still
        // dropped as a whole. That leaves alone what was captured and has no drop glue.
        if let TerminatorKind::Drop { place, .. } = terminator.kind
            && place.as_local() == Some(SELF_ARG)
        {
            let typing_env = self.body.typing_env(self.tcx);
            for (&local, part) in self.parts {
                if part.source.local == SELF_ARG
                    && let Some(&ProjectionElem::Field(_, captured)) =
                        part.source.projection.first()
                    && captured.needs_drop(self.tcx, typing_env)
                {
                    self.found.insert(local);
                }
            }
        } else {
            self.super_terminator(terminator, location);
        }
    }
}

/// Whether one place can be, contain, or be contained in the other.
fn may_overlap<'tcx>(one: Place<'tcx>, other: Place<'tcx>) -> bool {
    if one.local != other.local {
        return false;
    }
    for elems in std::iter::zip(one.projection, other.projection) {
        match elems {
            (ProjectionElem::Field(one, _), ProjectionElem::Field(other, _)) => {
                if one != other {
                    return false;
                }
            }
            _ => return true,
        }
    }
    true
}

/// Puts the places of parts in the place of their locals.
struct Rename<'tcx> {
    tcx: TyCtxt<'tcx>,
    places: FxIndexMap<Local, Place<'tcx>>,
}

impl<'tcx> MutVisitor<'tcx> for Rename<'tcx> {
    fn tcx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn visit_local(&mut self, local: &mut Local, _: PlaceContext, _: Location) {
        assert!(!self.places.contains_key(local));
    }

    fn visit_place(&mut self, place: &mut Place<'tcx>, _: PlaceContext, _: Location) {
        if let Some(&base) = self.places.get(&place.local) {
            replace_base(place, base, self.tcx);
        }
        for elem in place.projection {
            if let ProjectionElem::Index(local) = elem {
                assert!(!self.places.contains_key(&local));
            }
        }
    }

    fn visit_statement(&mut self, statement: &mut Statement<'tcx>, location: Location) {
        // What was captured is there for as long as the coroutine is.
        if let StatementKind::StorageLive(local) | StatementKind::StorageDead(local) =
            statement.kind
            && self.places.contains_key(&local)
        {
            statement.make_nop(true);
        }
        self.super_statement(statement, location);
    }
}
