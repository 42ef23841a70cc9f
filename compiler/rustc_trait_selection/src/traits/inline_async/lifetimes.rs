//! The lifetimes for which a future must be `Send`.
//!
//! The calls on an object are made with all lifetimes that the method's bounds allow, and the
//! future must be `Send` for all of these. Where no bound relates them, a binder says so. But for
//!
//! ```ignore (illustrative)
//! inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
//! ```
//!
//! `for<'a, 'b> <T as Trait>::m::<'a, 'b>(..): Send` cannot be proved, since a binder cannot say
//! `'b: 'a`, and `for<'a> <T as Trait>::m::<'a, 'a>(..): Send` is not enough: a type can be `Send`
//! where two of its lifetimes are the same, and not where they differ.
//!
//! So the future is asked for with several choices of lifetimes, each of which the bounds allow.
//! What an impl can ask of lifetimes is `'x: 'y`, any number of times. If the bounds do not say it,
//! it does not hold where `'y` and all that outlives `'y` is `'static`, and everything else is one
//! lifetime of which nothing is known. In the example that is `m::<'a, 'static>(..)`, where `'y` is
//! `'b`. So it is enough to choose like this for each `'y` that is named in a bound, and once with
//! nothing `'static`; and as the bounds allow each of these choices, none asks for too much.
//!
//! Bounds can also relate a lifetime of the method to one of the trait (`'t: 'a`, `'a: 't`), or to
//! the object (`Self: 'a`), and that one is what it is where the object is made. If it is not known
//! to be `'static`, what is related to it and not `'static` is the same as it: what does not follow
//! from the bounds does not hold then. If it is, and it is for most objects, something that it
//! outlives would be `'static` for that reason alone. So each choice is made once more with all such
//! lifetimes of the trait, and the object's, `'static`, and what they outlive any lifetime:
//! `'static` is one of those that they can be, and all bounds allow it.

use std::collections::BTreeSet;

use rustc_hir::def_id::DefId;
use rustc_middle::ty::{self, TyCtxt, Upcast};

/// `for<..> <T as Trait>::method(..): Send`, the bound variables being those of the trait
/// reference, and then the regions of the method, those that bounds relate being one; for each
/// choice of regions.
pub(super) fn future_is_send<'tcx>(
    tcx: TyCtxt<'tcx>,
    object: ty::Region<'tcx>,
    supertrait: ty::PolyTraitRef<'tcx>,
    method: DefId,
    send: DefId,
) -> Vec<ty::Predicate<'tcx>> {
    let bounds = Bounds::of(tcx, method);
    let mut bound_vars = supertrait.bound_vars().to_vec();
    let mut unknown = vec![];
    for param in &tcx.generics_of(method).own_params {
        let related = bounds.related(param.index);
        if related.into_iter().find(|&index| bounds.is_own(index)) == Some(param.index) {
            let kind = ty::BoundRegionKind::Named(param.def_id);
            let var = ty::BoundVar::from_usize(bound_vars.len());
            bound_vars.push(ty::BoundVariableKind::Region(kind));
            let region = ty::BoundRegion { var, kind };
            unknown.push((param.index, ty::Region::new_bound(tcx, ty::INNERMOST, region)));
        }
    }
    let output = tcx.fn_sig(method).skip_binder().output();
    let future = tcx.shift_bound_var_indices(bound_vars.len(), output.skip_binder());
    bound_vars.extend(output.bound_vars());

    let choose = |chosen: &BTreeSet<u32>| {
        let outer_is_static = chosen.iter().any(|&index| !bounds.is_own(index));
        let trait_args = if outer_is_static {
            let trait_ref =
                tcx.instantiate_bound_regions_uncached(supertrait, |_| tcx.lifetimes.re_static);
            ty::fold_regions(tcx, trait_ref.args, |_, _| tcx.lifetimes.re_static)
        } else {
            supertrait.skip_binder().args
        };
        let args = trait_args.extend_to(tcx, method, |param, _| {
            if chosen.contains(&param.index) {
                return tcx.lifetimes.re_static.into();
            }
            let related = bounds.related(param.index);
            let mut outer = related.iter().filter(|&&index| !bounds.is_own(index));
            match (outer.next(), outer.next()) {
                (Some(&SELF), None) if !outer_is_static => object.into(),
                (Some(&index), None) if !outer_is_static => trait_args[index as usize],
                _ => {
                    let (_, region) = *unknown
                        .iter()
                        .find(|(index, _)| related.contains(index))
                        .expect("one of the regions that are related stands for all of them");
                    region.into()
                }
            }
        });
        ty::EarlyBinder::bind(future).instantiate(tcx, args)
    };

    let mut futures = vec![choose(&bounds.outliving([]))];
    let mut ask = |chosen: BTreeSet<u32>, related_to: u32| {
        // Where all is `'static`, everything that is asked of these lifetimes holds.
        if bounds.related(related_to).iter().any(|index| !chosen.contains(index)) {
            let future = choose(&chosen);
            if !futures.contains(&future) {
                futures.push(future);
            }
        }
    };
    let outer: Vec<u32> = bounds.named().filter(|&index| !bounds.is_own(index)).collect();
    for index in bounds.named() {
        ask(bounds.outliving([index]), index);
        if !outer.is_empty() {
            ask(bounds.outliving(outer.iter().copied().chain([index])), index);
            ask(bounds.outliving(outer.iter().copied()), index);
        }
    }
    let bound_vars = tcx.mk_bound_variable_kinds(&bound_vars);
    let is_send = |future| {
        let trait_ref = ty::TraitRef::new(tcx, send, [future]);
        ty::Binder::bind_with_vars(trait_ref, bound_vars).upcast(tcx)
    };
    futures.into_iter().map(is_send).collect()
}

/// The index of `Self` among the parameters. As a region it is that of the object.
const SELF: u32 = 0;

/// The bounds that relate the regions of a method to one another and to those of the trait. All are
/// indices of parameters.
struct Bounds {
    /// How many parameters the trait has.
    of_trait: u32,
    /// `(a, b)` is `'a: 'b`.
    outlives: Vec<(u32, u32)>,
    outlive_static: Vec<u32>,
}

impl Bounds {
    fn of(tcx: TyCtxt<'_>, method: DefId) -> Self {
        let of_trait = tcx.generics_of(method).parent_count as u32;
        let mut bounds = Bounds { of_trait, outlives: vec![], outlive_static: vec![] };
        for (clause, _) in tcx.predicates_of(method).predicates {
            let (longer, shorter) = match clause.kind().skip_binder() {
                ty::ClauseKind::RegionOutlives(ty::OutlivesPredicate(longer, shorter)) => {
                    let ty::ReEarlyParam(longer) = longer.kind() else { continue };
                    (longer.index, shorter)
                }
                ty::ClauseKind::TypeOutlives(ty::OutlivesPredicate(longer, shorter))
                    if longer == tcx.types.self_param =>
                {
                    (SELF, shorter)
                }
                _ => continue,
            };
            match shorter.kind() {
                ty::ReEarlyParam(shorter)
                    if bounds.is_own(longer) || bounds.is_own(shorter.index) =>
                {
                    bounds.outlives.push((longer, shorter.index));
                }
                ty::ReStatic if bounds.is_own(longer) => bounds.outlive_static.push(longer),
                _ => {}
            }
        }
        bounds
    }

    fn is_own(&self, index: u32) -> bool {
        index >= self.of_trait
    }

    /// The regions that bounds name, in the order of the bounds.
    fn named(&self) -> impl Iterator<Item = u32> {
        self.outlives.iter().flat_map(|&(longer, shorter)| [longer, shorter])
    }

    /// What must be `'static` where the given regions are.
    fn outliving(&self, indices: impl IntoIterator<Item = u32>) -> BTreeSet<u32> {
        let start = self.outlive_static.iter().copied().chain(indices).collect();
        self.closure(start, |&(longer, shorter)| [(shorter, longer)].into_iter())
    }

    /// What is related to the given region by any number of bounds, itself included.
    fn related(&self, index: u32) -> BTreeSet<u32> {
        let start = BTreeSet::from_iter([index]);
        self.closure(start, |&(longer, shorter)| [(shorter, longer), (longer, shorter)].into_iter())
    }

    fn closure<I: Iterator<Item = (u32, u32)>>(
        &self,
        mut set: BTreeSet<u32>,
        steps: impl Fn(&(u32, u32)) -> I,
    ) -> BTreeSet<u32> {
        loop {
            let reached: Vec<u32> = (self.outlives.iter().flat_map(&steps))
                .filter(|(from, to)| set.contains(from) && !set.contains(to))
                .map(|(_, to)| to)
                .collect();
            if reached.is_empty() {
                return set;
            }
            set.extend(reached);
        }
    }
}
