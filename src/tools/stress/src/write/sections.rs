//! Sections: what is done with an object, written on trait objects, and with static calls on the
//! object's own type.

use super::items::{construct, object_type, type_name};
use super::values::{Arguments, arguments, path};
use super::{Family, Side, Source};
use crate::model::{
    Access, Act, BindingPlace, Block, Call, Fail, Holder, Place, Program, Receiver, Section,
    Started,
};

/// Writes the functions of a section.
pub(super) fn write_section(program: &Program, number: usize, out: &mut Source) {
    for side in Side::ALL {
        let section = &program.sections[number];
        let dynamic = side == Side::Objects;
        let family = side.family();
        Writer { program, number, section, dynamic, family, blocks: 0 }.function(side, out);
    }
}

struct Writer<'a> {
    program: &'a Program,
    number: usize,
    section: &'a Section,
    /// On trait objects.
    dynamic: bool,
    /// Whose methods are called.
    family: Family,
    /// How many blocks were written.
    blocks: usize,
}

/// The variable `object` where a block is.
#[derive(Clone, Copy)]
struct Here {
    view: usize,
    access: Access,
    on: On,
    /// Calls may be leaked: no place is destroyed that they would be in.
    may_leak: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Object,
    Binding,
    /// A trait object that is a binding.
    Erased,
}

impl Writer<'_> {
    fn function(&mut self, side: Side, out: &mut Source) {
        let Section { object, view, holder, blocks } = self.section;
        out.line("");
        out.open(format!("fn section{}_{}() {{", self.number, side.name()));
        self.make(object, *view, "object", out);
        if self.dynamic {
            out.line("let mut place = Checked::new();");
        }
        let here = Here { view: *view, access: holder.access(), on: On::Object, may_leak: true };
        self.write(blocks, here, out);
        out.close("}");
    }

    /// Makes an object, and the pointer that the section has.
    fn make(&self, object: &[usize], view: usize, name: &str, out: &mut Source) {
        let (pointer, end, make) = match self.section.holder {
            Holder::Stack => ("&mut ", "", "&mut this"),
            Holder::PinnedStack => ("Pin<&mut ", ">", "pin!(this)"),
            Holder::Boxed => ("Box<", ">", "Box::new(this)"),
            Holder::PinnedBox => ("Pin<Box<", ">>", "Box::pin(this)"),
            Holder::Rc => ("Rc<", ">", "Rc::new(this)"),
            Holder::Arc => ("Arc<", ">", "Arc::new(this)"),
            Holder::MoveRef if self.dynamic => ("MoveRef<", ">", "move_ref!(this)"),
            Holder::MoveRef => ("Box<", ">", "Box::new(this)"),
        };
        out.line(format!("let mut this = {};", construct(self.program, object, self.dynamic)));
        let of = if self.dynamic { object_type(self.program, view) } else { "_".to_owned() };
        if self.section.holder == Holder::PinnedStack {
            out.line(format!("let pinned = {make};"));
            out.line(format!("let mut {name}: {pointer}{of}{end} = pinned;"));
        } else {
            out.line(format!("let mut {name}: {pointer}{of}{end} = {make};"));
        }
    }

    fn write(&mut self, blocks: &[Block], here: Here, out: &mut Source) {
        for block in blocks {
            self.blocks += 1;
            let number = self.blocks;
            if matches!(block, Block::Bind { owned: true, .. }) {
                // It gives the object back into the same scope.
                out.line(format!("block({number});"));
                self.block(block, number, here, out);
                continue;
            }
            out.open("{");
            out.line(format!("block({number});"));
            self.block(block, number, here, out);
            out.close("}");
        }
    }

    fn block(&mut self, block: &Block, number: usize, here: Here, out: &mut Source) {
        match block {
            Block::Single(started) => {
                let after = self.started(started, &started.acts, "0", here, out);
                self.play("call0", &started.acts, out);
                out.lines(&after);
            }
            Block::Together { calls, acts } => self.together(calls, acts, here, out),
            Block::Script { calls, fail, acts } => {
                self.script(calls, fail, acts, number, here, out);
            }
            Block::Poke { trait_, by } => {
                let needed = self.program.traits[*trait_].receivers.access();
                let (family, receiver) = (self.family, self.receiver(here, needed));
                out.line(format!("value({family}{trait_}::poke{trait_}({receiver}, {by}));"));
            }
            Block::Upcast { to, blocks } => {
                let access = self.reborrow(*to, here, out);
                self.write(blocks, Here { view: *to, access, ..here }, out);
            }
            Block::Erase { blocks } => {
                let access = self.reborrow(here.view, here, out);
                self.write(blocks, Here { access, on: On::Erased, ..here }, out);
            }
            Block::Replace { object, blocks } => self.replace(object, blocks, number, here, out),
            Block::Bind { place, owned, blocks } => {
                self.bind(*place, *owned, blocks, number, here, out);
            }
            Block::Consume { place, blocks, started } => {
                self.consume(*place, blocks, started, number, here, out);
            }
        }
    }

    /// An expression for a receiver made from `object`.
    fn receiver(&self, here: Here, needed: Access) -> String {
        let is_binding = self.dynamic && here.on == On::Binding;
        match (needed, is_binding) {
            (Access::Shared, true) => "&object",
            (Access::Exclusive, true) => "&mut object",
            (Access::Pinned, true) => "Pin::new(&mut object)",
            (Access::Shared, false) => "&*object",
            (Access::Exclusive, false) => "&mut *object",
            (Access::Pinned, false) if here.access == Access::Pinned => "Pin::as_mut(&mut object)",
            (Access::Pinned, false) => "Pin::new(&mut *object)",
        }
        .to_owned()
    }

    fn access_for(&self, call: &Call) -> Access {
        match self.program.method(call).receiver {
            Receiver::Shared => Access::Shared,
            Receiver::Exclusive | Receiver::Value => Access::Exclusive,
            Receiver::Pinned => Access::Pinned,
        }
    }

    /// Makes `object` a reference to the object as one of the trait, and says which.
    fn reborrow(&self, to: usize, here: Here, out: &mut Source) -> Access {
        let needed = self.program.traits[to].receivers.access();
        let receiver = self.receiver(here, needed);
        if self.dynamic {
            let object = object_type(self.program, to);
            let pointer = match needed {
                Access::Shared => format!("&({object})"),
                Access::Exclusive => format!("&mut ({object})"),
                Access::Pinned => format!("Pin<&mut ({object})>"),
            };
            // In two steps, or `Pin::new` would be asked for the type that is coerced to.
            out.line(format!("let reborrowed = {receiver};"));
            out.line(format!("let mut object: {pointer} = reborrowed;"));
        } else {
            out.line(format!("let mut object = {receiver};"));
        }
        needed
    }

    /// Starts a call, as `call{suffix}`, and gives the statements that belong behind its end.
    fn started(
        &self,
        started: &Started,
        acts: &[Act],
        suffix: &str,
        here: Here,
        out: &mut Source,
    ) -> Vec<String> {
        let Arguments { before, names, after } = arguments(self.program, &started.call, suffix);
        out.lines(&before);
        let may_leak = match started.place {
            Place::Inline => acts.contains(&Act::Leak),
            _ => here.may_leak,
        };
        let keeps = if self.dynamic {
            self.keeps(started, may_leak, suffix, here, out)
        } else {
            "Nothing".to_owned()
        };
        let receiver = self.receiver(here, self.access_for(&started.call));
        out.line(format!("let receiver{suffix} = {receiver};"));
        self.plan(&started.fail, out);
        let call = format!("{}(receiver{suffix}{names})", path(self.family, &started.call));
        let make = if !self.dynamic {
            // Nothing of the implementation runs before the first poll.
            format!("alone(async move {{ {call}.await }})")
        } else if here.on == On::Object {
            in_place(started.place, call, suffix)
        } else if here.on == On::Erased {
            format!("counted({call})")
        } else {
            call
        };
        out.line(format!(
            "let mut call{suffix} = start(Keeps::{keeps}, {may_leak}, move || {make});"
        ));
        after
    }

    /// Makes the place of a call, and says what stays where that is leaked.
    fn keeps(
        &self,
        started: &Started,
        leaks: bool,
        suffix: &str,
        here: Here,
        out: &mut Source,
    ) -> String {
        if here.on != On::Object {
            let shared = self.access_for(&started.call) == Access::Shared;
            let lazy = here.on == On::Erased;
            return format!("Binding {{ tracker: &tracker, shared: {shared}, lazy: {lazy} }}");
        }
        match started.place {
            Place::Direct | Place::TooSmall => {
                out.line(format!("let layout{suffix} = layout_of_val(&*object);"));
                "Nothing".to_owned()
            }
            Place::Heap => {
                out.line(format!("let place{suffix} = &mut place;"));
                "HeapPlace".to_owned()
            }
            Place::Dyn => {
                out.line(format!("let place{suffix}: &mut {} = &mut place;", self.dyn_place()));
                "HeapPlace".to_owned()
            }
            Place::OwnHeap => "OwnHeapPlace".to_owned(),
            Place::Inline => {
                self.inline_place(leaks, suffix, here, out);
                "Nothing".to_owned()
            }
        }
    }

    fn dyn_place(&self) -> &'static str {
        if self.program.send { "(dyn ObjectPlace + Send + Sync)" } else { "dyn ObjectPlace" }
    }

    /// An inline place as large as the machine; one that is leaked where it may not be destroyed.
    fn inline_place(&self, leaks: bool, suffix: &str, here: Here, out: &mut Source) {
        let name = type_name(self.program, &self.section.object, true);
        let object = object_type(self.program, here.view);
        out.line(format!("const LAYOUT{suffix}: Layout = layout_for::<{name}, {object}>();"));
        let place =
            format!("InlinePlace<{{ LAYOUT{suffix}.size() }}, {{ LAYOUT{suffix}.align() }}>");
        if leaks {
            out.line(format!("let place{suffix} = leaked_place(<{place}>::new());"));
        } else {
            out.line(format!("let place{suffix} = pin!(<{place}>::new());"));
        }
    }

    /// What happens to the call, which is gone afterwards.
    fn play(&self, call: &str, acts: &[Act], out: &mut Source) {
        out.line(format!("{call}.play(&{acts:?});"));
        out.line("unplan();");
        out.line(format!("drop({call});"));
    }

    fn plan(&self, fail: &Fail, out: &mut Source) {
        out.line(format!("plan({}, &{:?});", fail.first.unwrap_or(0), fail.later));
    }

    fn together(&self, calls: &[Started], acts: &[(usize, Act)], here: Here, out: &mut Source) {
        let mut after = Vec::new();
        for (i, call) in calls.iter().enumerate() {
            let own: Vec<_> =
                acts.iter().filter(|(which, _)| *which == i).map(|(_, act)| *act).collect();
            after.extend(self.started(call, &own, &i.to_string(), here, out));
        }
        let names: Vec<_> = (0..calls.len()).map(|i| format!("call{i}")).collect();
        out.line(format!("let mut calls = [{}];", names.join(", ")));
        out.line(format!("play_together(&mut calls, &{acts:?});"));
        out.line("unplan();");
        out.line("drop(calls);");
        out.lines(&after);
    }

    fn script(
        &mut self,
        calls: &[Call],
        fail: &Fail,
        acts: &[Act],
        number: usize,
        here: Here,
        out: &mut Source,
    ) {
        let needed = self.program.traits[here.view].receivers.access();
        let name = format!("script{}_{number}", self.number);
        // An item of the section's function: each of the two has its own, and both are the same.
        let pointer = match needed {
            Access::Shared => "&R",
            Access::Exclusive => "&mut R",
            Access::Pinned => "Pin<&mut R>",
        };
        let (family, view) = (self.family, here.view);
        out.open(format!(
            "async fn {name}<R: {family}{view} + ?Sized>(mut object: {pointer}, \
             tracker: Option<&Tracker>) -> u64 {{"
        ));
        out.line("let mut acc = 1;");
        let inside = Here { view, access: needed, on: On::Object, may_leak: false };
        for call in calls {
            let made = arguments(self.program, call, "");
            let receiver = self.receiver(inside, self.access_for(call));
            out.open("{");
            out.lines(&made.before);
            if self.access_for(call) != Access::Shared {
                out.line("tracker.inspect(|tracker| tracker.start_and_end());");
            }
            let call = format!("{}({receiver}{})", path(self.family, call), made.names);
            out.line(format!("let output = counted({call}).await;"));
            out.line("acc = mix(acc, Digest::digest(&output));");
            out.close("}");
        }
        out.line("acc");
        out.close("}");
        let tracker = if self.dynamic && here.on != On::Object { "Some(&tracker)" } else { "None" };
        out.line(format!("let tracker = {tracker};"));
        out.line(format!("let receiver = {};", self.receiver(here, needed)));
        // A call that is leaked in a script would be for the script to account for.
        let may_leak = here.on == On::Object;
        self.plan(fail, out);
        out.line(format!("let future = alone({name}(receiver, tracker));"));
        out.line(format!("let mut call = start(Keeps::Nothing, {may_leak}, move || future);"));
        self.play("call", acts, out);
    }

    fn bind(
        &mut self,
        place: BindingPlace,
        owned: bool,
        blocks: &[Block],
        number: usize,
        here: Here,
        out: &mut Source,
    ) {
        let needed = self.program.traits[here.view].receivers.access();
        let pointer = if owned { "object".to_owned() } else { self.receiver(here, needed) };
        let access = if owned && !self.dynamic { here.access } else { needed };
        let may_leak = place != BindingPlace::Inline || leaks(blocks);
        self.binding(place, &pointer, may_leak, number, here, out);
        let inside = Here { access, on: On::Binding, may_leak, ..here };
        self.write(blocks, inside, out);
        if owned && self.dynamic {
            out.line("let (mut object, _) = Placed::into_inner(object);");
        }
    }

    fn replace(
        &mut self,
        object: &[usize],
        blocks: &[Block],
        number: usize,
        here: Here,
        out: &mut Source,
    ) {
        let other = format!("other_{number}");
        // Where there is no binding, it is the variable that another one hides.
        let name = if self.dynamic { &other } else { "object" };
        self.make(object, here.view, name, out);
        let mut replace = Vec::new();
        if self.dynamic {
            replace.push(format!("let {other} = Placed::replace(&mut object, {other}).unwrap();"));
            replace.push("tracker.rebind();".to_owned());
        }
        out.lines(&replace);
        self.write(blocks, here, out);
        out.lines(&replace);
    }

    /// Makes `object` a binding of the pointer, or with static calls the pointer itself.
    fn binding(
        &self,
        place: BindingPlace,
        pointer: &str,
        may_leak: bool,
        number: usize,
        here: Here,
        out: &mut Source,
    ) {
        if !self.dynamic {
            out.line(format!("let mut object = {pointer};"));
            return;
        }
        let on_heap = place != BindingPlace::Inline;
        let owned = place == BindingPlace::Heap;
        out.line(format!("let tracker = Tracker::new({on_heap}, {owned});"));
        let binding = match place {
            BindingPlace::Heap => format!("HeapPlaced::new({pointer})"),
            BindingPlace::SectionHeap => format!("Placed::new_in({pointer}, &mut place).unwrap()"),
            BindingPlace::Dyn => {
                let object = self.dyn_place();
                format!("Placed::new_in({pointer}, &mut place as &mut {object}).unwrap()")
            }
            BindingPlace::Inline => {
                self.inline_place(may_leak, &format!("_{number}"), here, out);
                format!("Placed::new_in({pointer}, place_{number}).unwrap()")
            }
        };
        out.line(format!("let mut object = {binding};"));
    }

    fn consume(
        &mut self,
        place: BindingPlace,
        blocks: &[Block],
        started: &Started,
        number: usize,
        here: Here,
        out: &mut Source,
    ) {
        let may_leak =
            place != BindingPlace::Inline || leaks(blocks) || started.acts.contains(&Act::Leak);
        self.binding(place, "object", may_leak, number, here, out);
        let inside = Here { on: On::Binding, may_leak, ..here };
        self.write(blocks, inside, out);
        let Arguments { before, names, after } = arguments(self.program, &started.call, "");
        out.lines(&before);
        self.plan(&started.fail, out);
        let path = path(self.family, &started.call);
        let (make, tracker, husk) = if self.dynamic {
            let husk = self.section.holder == Holder::Boxed;
            (format!("{path}(object{names})"), "Some(&tracker)", husk)
        } else {
            (format!("alone(async move {{ {path}(*object{names}).await }})"), "None", true)
        };
        let keeps = format!("Consumed {{ tracker: {tracker}, husk: {husk} }}");
        out.line(format!("let mut call0 = start(Keeps::{keeps}, {may_leak}, move || {make});"));
        self.play("call0", &started.acts, out);
        out.lines(&after);
    }
}

/// Whether a call is leaked in any of the blocks.
fn leaks(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Single(started) => started.acts.contains(&Act::Leak),
        Block::Consume { blocks, started, .. } => {
            leaks(blocks) || started.acts.contains(&Act::Leak)
        }
        Block::Together { acts, .. } => acts.iter().any(|(_, act)| *act == Act::Leak),
        Block::Script { acts, .. } => acts.contains(&Act::Leak),
        Block::Poke { .. } => false,
        Block::Upcast { blocks, .. }
        | Block::Bind { blocks, .. }
        | Block::Erase { blocks }
        | Block::Replace { blocks, .. } => leaks(blocks),
    })
}

/// The expression that puts a call into its place.
fn in_place(place: Place, call: String, suffix: &str) -> String {
    match place {
        Place::Direct => format!("direct({call}, layout{suffix})"),
        Place::TooSmall => {
            format!("direct(too_small({call}, layout{suffix}), layout{suffix})")
        }
        Place::OwnHeap => format!("in_place({call}, Checked::new())"),
        Place::Heap | Place::Dyn | Place::Inline => format!("in_place({call}, place{suffix})"),
    }
}
