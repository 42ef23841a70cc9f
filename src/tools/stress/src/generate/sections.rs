//! What is done with objects.

use super::Generator;
use crate::model::{
    Access, Act, Argument, BindingPlace, Block, Call, Fail, Holder, Place, Receiver, Section,
    Started, closure,
};

/// What blocks are made for.
#[derive(Clone, Copy)]
struct Context<'a> {
    /// The trait that is called.
    view: usize,
    access: Access,
    on: On,
    /// The pointer owns its object.
    owned: bool,
    /// The types of the object.
    object: &'a [usize],
    /// The pointer of a binding that owns its object, which can be replaced.
    holder: Option<Holder>,
    depth: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Object,
    Binding,
    /// A binding as a trait object.
    Erased,
}

impl Generator {
    pub(super) fn make_section(&mut self) -> Section {
        let object = self.object();
        let leaf = self.program.types[object[0]].trait_;
        let views = closure(&self.program.traits, leaf);
        let view = if self.chance(70) { leaf } else { self.one_of(&views) };
        let receivers = self.program.traits[view].receivers;
        let mut holders = match receivers.access() {
            Access::Exclusive => vec![Holder::Stack, Holder::Boxed],
            Access::Pinned => vec![Holder::PinnedStack, Holder::PinnedBox],
            Access::Shared => vec![
                Holder::Stack,
                Holder::Boxed,
                Holder::PinnedStack,
                Holder::PinnedBox,
                Holder::Arc,
                Holder::Rc,
            ],
        };
        if receivers.mixed() {
            holders.extend([Holder::Stack, Holder::Boxed]);
        }
        if receivers.value {
            holders.push(Holder::Boxed);
        }
        if self.features.by_value && !receivers.pinned {
            holders.push(Holder::MoveRef);
        }
        if self.program.send {
            holders.retain(|holder| *holder != Holder::Rc);
        }
        let holder = self.one_of(&holders);
        let context = Context {
            view,
            access: holder.access(),
            on: On::Object,
            owned: holder.is_owning(),
            object: &object,
            holder: (!matches!(holder, Holder::Stack | Holder::PinnedStack | Holder::MoveRef))
                .then_some(holder),
            depth: 0,
        };
        let mut blocks = self.blocks(context, 8);
        if matches!(holder, Holder::Boxed | Holder::MoveRef)
            && let Some(consume) = self.consume(context)
        {
            blocks.push(consume);
        }
        Section { object, view, holder, blocks }
    }

    /// A type, in decorators if it has any.
    fn object(&mut self) -> Vec<usize> {
        let types = self.program.types.len();
        let mut object = vec![self.number(0..=types - 1)];
        while let Some(&last) = object.last()
            && self.program.types[last].decorator
        {
            let wanted = self.program.types[last].trait_;
            let deep = object.len() > 2;
            let fitting: Vec<_> = (0..types)
                .filter(|inside| {
                    let inside = &self.program.types[*inside];
                    !(deep && inside.decorator)
                        && closure(&self.program.traits, inside.trait_).contains(&wanted)
                })
                .collect();
            object.push(self.one_of(&fitting));
        }
        object
    }

    fn blocks(&mut self, context: Context<'_>, most: usize) -> Vec<Block> {
        let count = self.number(2..=most);
        (0..count).filter_map(|_| self.block(context)).collect()
    }

    fn block(&mut self, context: Context<'_>) -> Option<Block> {
        let inside = context.depth < 3;
        match self.number(0..=9) {
            0..=2 => self.single(context),
            3 => self.together(context),
            4 => self.script(context),
            5 => self.poke(context),
            6 if inside && context.on != On::Binding => self.upcast(context),
            7 | 8 if inside && context.on == On::Object => self.bind(context),
            8 | 9
                if inside
                    && context.on == On::Binding
                    && context.holder.is_some()
                    && self.chance(60) =>
            {
                self.replace(context)
            }
            9 if inside && context.on == On::Binding => {
                let access = self.program.traits[context.view].receivers.access();
                let context = Context {
                    on: On::Erased,
                    access,
                    owned: false,
                    holder: None,
                    depth: context.depth + 1,
                    ..context
                };
                Some(Block::Erase { blocks: self.blocks(context, 4) })
            }
            _ => self.single(context),
        }
    }

    fn single(&mut self, context: Context<'_>) -> Option<Block> {
        let call = self.call(context, |receiver| receiver != Receiver::Value)?;
        let place = self.place(context, true);
        let acts = self.acts();
        Some(Block::Single(Started { fail: self.fail(context, &call), call, place, acts }))
    }

    fn together(&mut self, context: Context<'_>) -> Option<Block> {
        let count = self.number(2..=3);
        let mut calls = Vec::new();
        for _ in 0..count {
            let call = self.call(context, |receiver| receiver == Receiver::Shared)?;
            let fail = if calls.is_empty() { self.fail(context, &call) } else { Fail::default() };
            let place = self.place(context, false);
            calls.push(Started { call, place, fail, acts: Vec::new() });
        }
        let mut acts = Vec::new();
        for _ in 0..self.number(2..=8) {
            let act = self.poll(2);
            acts.push((self.number(0..=count - 1), act));
        }
        // Each ends at last, in any order.
        let mut left: Vec<_> = (0..count).collect();
        while !left.is_empty() {
            let which = left.remove(self.number(0..=left.len() - 1));
            acts.extend(self.acts().into_iter().map(|act| (which, act)));
        }
        Some(Block::Together { calls, acts })
    }

    fn script(&mut self, context: Context<'_>) -> Option<Block> {
        let count = self.number(2..=4);
        let mut calls = Vec::new();
        for _ in 0..count {
            calls.push(self.call(context, |receiver| receiver != Receiver::Value)?);
        }
        let fail = self.fail(context, &calls[0]);
        let mut acts = self.acts();
        // A call that is leaked in a script would be for the script to account for.
        if context.on != On::Object {
            acts.iter_mut().filter(|act| **act == Act::Leak).for_each(|act| *act = Act::Cancel);
        }
        Some(Block::Script { calls, fail, acts })
    }

    fn poke(&mut self, context: Context<'_>) -> Option<Block> {
        let of = closure(&self.program.traits, context.view);
        let trait_ = self.one_of(&of);
        let needed = self.program.traits[trait_].receivers.access();
        self.gives(context, needed).then(|| Block::Poke { trait_, by: self.value() })
    }

    fn upcast(&mut self, context: Context<'_>) -> Option<Block> {
        let above = closure(&self.program.traits, context.view);
        let to = self.one_of(&above);
        if to == context.view {
            return None;
        }
        let needed = self.program.traits[to].receivers.access();
        if !self.gives(context, needed) {
            return None;
        }
        let on = context.on;
        let depth = context.depth + 1;
        let context =
            Context { view: to, access: needed, owned: false, holder: None, depth, on, ..context };
        Some(Block::Upcast { to, blocks: self.blocks(context, 4) })
    }

    fn bind(&mut self, context: Context<'_>) -> Option<Block> {
        let needed = self.program.traits[context.view].receivers.access();
        let value = self.program.traits[context.view].receivers.value;
        let owned = context.owned && (value || self.chance(50));
        if value && !(owned && context.access == Access::Exclusive) {
            return None;
        }
        let enough = if owned {
            context.access == needed || needed == Access::Shared
        } else {
            self.gives(context, needed)
        };
        if !enough {
            return None;
        }
        let place = self.binding_place();
        let depth = context.depth + 1;
        let holder = context.holder.filter(|_| owned);
        let context =
            Context { access: needed, on: On::Binding, owned: false, holder, depth, ..context };
        let blocks = self.blocks(context, 6);
        let mut block = Block::Bind { place, owned, blocks };
        keep_room_for_others(context.object, &mut block);
        Some(block)
    }

    /// The object in the binding is another one for some blocks.
    fn replace(&mut self, context: Context<'_>) -> Option<Block> {
        let mut object = self.object();
        let trait_ = self.program.types[object[0]].trait_;
        if !closure(&self.program.traits, trait_).contains(&context.view) {
            object = context.object.to_vec();
        }
        let context = Context { object: &object, depth: context.depth + 1, ..context };
        let blocks = self.blocks(context, 3);
        Some(Block::Replace { object, blocks })
    }

    fn consume(&mut self, context: Context<'_>) -> Option<Block> {
        if !self.features.by_value {
            return None;
        }
        let call = self.call_of(context, |receiver| receiver == Receiver::Value)?;
        let place = self.binding_place();
        let inside = Context { on: On::Binding, owned: false, depth: 1, ..context };
        let blocks = if self.chance(50) { self.blocks(inside, 3) } else { Vec::new() };
        let acts = self.acts();
        let fail = self.fail(context, &call);
        let started = Started { fail, call, place: Place::Direct, acts };
        let mut block = Block::Consume { place, blocks, started };
        keep_room_for_others(context.object, &mut block);
        Some(block)
    }

    fn binding_place(&mut self) -> BindingPlace {
        self.one_of(&[
            BindingPlace::Heap,
            BindingPlace::Heap,
            BindingPlace::SectionHeap,
            BindingPlace::Dyn,
            BindingPlace::Inline,
        ])
    }

    /// Whether a pointer with what is `needed` can be had.
    fn gives(&self, context: Context<'_>, needed: Access) -> bool {
        let unpin = self.program.traits[context.view].receivers.mixed();
        match (context.access, needed) {
            (_, Access::Shared) => true,
            (Access::Shared, _) => false,
            (given, needed) => given == needed || unpin,
        }
    }

    /// A call of a method that the pointer allows.
    fn call(&mut self, context: Context<'_>, fits: impl Fn(Receiver) -> bool) -> Option<Call> {
        let can = [Access::Shared, Access::Exclusive, Access::Pinned]
            .map(|access| self.gives(context, access));
        self.call_of(context, |receiver| {
            fits(receiver)
                && match receiver {
                    Receiver::Shared => can[0],
                    Receiver::Exclusive => can[1],
                    Receiver::Pinned => can[2],
                    Receiver::Value => true,
                }
        })
    }

    fn call_of(&mut self, context: Context<'_>, fits: impl Fn(Receiver) -> bool) -> Option<Call> {
        self.pick(context.view, |_, _, receiver| fits(receiver))
    }

    fn place(&mut self, context: Context<'_>, alone: bool) -> Place {
        if context.on != On::Object {
            return Place::Direct;
        }
        let places = [Place::Direct, Place::Direct, Place::TooSmall, Place::OwnHeap, Place::Inline];
        if alone && self.chance(40) {
            self.one_of(&[Place::Heap, Place::Dyn])
        } else {
            self.one_of(&places)
        }
    }

    /// The points that the call may pass.
    fn fail(&mut self, context: Context<'_>, call: &Call) -> Fail {
        let mut points = Vec::new();
        for &of in context.object {
            let body = self.program.types[of].body(call.trait_, call.method);
            let method = &self.program.traits[call.trait_].methods[call.method];
            points.extend(body.or(method.default.as_ref()).into_iter().flat_map(|b| b.points()));
        }
        for argument in &self.program.method(call).arguments {
            if let Argument::Fragile { point } = argument {
                points.push(*point);
            }
        }
        let first = (!points.is_empty() && self.chance(30)).then(|| self.one_of(&points));
        Fail { first, later: points }
    }

    fn poll(&mut self, most: u32) -> Act {
        let times = self.random_times(most);
        if self.program.send && self.chance(40) {
            Act::PollElsewhere(times)
        } else {
            Act::Poll(times)
        }
    }

    fn random_times(&mut self, most: u32) -> u32 {
        self.number(0..=most as usize) as u32
    }

    /// What happens to a call, to its end.
    fn acts(&mut self) -> Vec<Act> {
        let mut acts = Vec::new();
        for _ in 0..self.few(2) {
            acts.push(self.poll(4));
        }
        if self.chance(50) {
            acts.push(Act::Complete);
            if self.chance(20) {
                acts.push(Act::PollAgain);
            }
        }
        acts.push(if self.chance(15) {
            Act::Leak
        } else if self.chance(10) {
            Act::IntoPlace
        } else if self.program.send && self.chance(30) {
            Act::CancelElsewhere
        } else {
            Act::Cancel
        });
        acts
    }
}

/// A binding whose place is inline has room for another object if that is of the same types, and
/// if no call was leaked in it.
fn keep_room_for_others(object: &[usize], block: &mut Block) {
    let (Block::Bind { place: BindingPlace::Inline, blocks, .. }
    | Block::Consume { place: BindingPlace::Inline, blocks, .. }) = block
    else {
        return;
    };
    if replace_with(object, blocks) {
        block.each_act(&mut |act| {
            if *act == Act::Leak {
                *act = Act::Cancel;
            }
        });
    }
}

/// Makes all objects that a binding has meanwhile such objects, and says whether there are any.
fn replace_with(types: &[usize], blocks: &mut [Block]) -> bool {
    let mut any = false;
    for block in blocks {
        if let Block::Replace { object, blocks } = block {
            *object = types.to_vec();
            replace_with(types, blocks);
            any = true;
        }
    }
    any
}
