use super::prelude::*;

pub(crate) struct InlineAsyncParser;

impl<S: Stage> SingleAttributeParser<S> for InlineAsyncParser {
    const PATH: &[Symbol] = &[sym::inline_async];
    const ON_DUPLICATE: OnDuplicate<S> = OnDuplicate::Error;
    const ALLOWED_TARGETS: AllowedTargets = AllowedTargets::AllowList(&[
        Allow(Target::Trait),
        Allow(Target::Method(MethodKind::Trait { body: false })),
        Allow(Target::Method(MethodKind::Trait { body: true })),
    ]);
    const TEMPLATE: AttributeTemplate = template!(List: &["send"]);

    fn convert(cx: &mut AcceptContext<'_, '_, S>, args: &ArgParser) -> Option<AttributeKind> {
        let Some(list) = args.list() else {
            let attr_span = cx.attr_span;
            cx.adcx().expected_list(attr_span, args);
            return None;
        };
        let Some(single) = list.single() else {
            cx.adcx().expected_single_argument(list.span);
            return None;
        };
        match single.meta_item() {
            Some(item) if item.word_is(sym::send).is_some_and(|args| args.no_args().is_ok()) => {
                Some(AttributeKind::InlineAsyncSend(cx.attr_span))
            }
            _ => {
                cx.adcx().expected_specific_argument(single.span(), &[sym::send]);
                None
            }
        }
    }
}
