//! What the page of a trait says of its `inline async fn` methods.

use std::fmt;

use rustc_middle::ty::TyCtxt;

use super::sidebar::{Link, LinkBlock};
use super::write_section_heading;
use crate::clean;

const TITLE: &str = "Calls on Trait Objects";
const ID: &str = "calls-on-trait-objects";

fn has_calls_on_objects(tcx: TyCtxt<'_>, t: &clean::Trait) -> bool {
    tcx.own_inline_async_methods(t.def_id).next().is_some() && t.is_dyn_compatible(tcx)
}

/// The section that says on what the methods can be called.
pub(super) fn calls_on_objects(tcx: TyCtxt<'_>, t: &clean::Trait) -> impl fmt::Display {
    fmt::from_fn(move |w| {
        if !has_calls_on_objects(tcx, t) {
            return Ok(());
        }
        let text = "<p>The <code>inline async</code> methods of this trait can be called on trait \
                    objects, and on bindings of them: a \
                    <code>std::future::inline_async::Placed</code> has the methods of its object, \
                    and runs their calls in its place, without an allocation.</p>";
        write!(w, "{}", write_section_heading(TITLE, ID, None, text))
    })
}

/// Its entry in the sidebar.
pub(super) fn sidebar_entry(tcx: TyCtxt<'_>, t: &clean::Trait) -> Option<LinkBlock<'static>> {
    has_calls_on_objects(tcx, t).then(|| LinkBlock::forced(Link::new(ID, TITLE), ""))
}
