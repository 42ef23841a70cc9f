use rustc_hir::attrs::InlineAsyncAttr;

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
    const TEMPLATE: AttributeTemplate = template!(Word, List: &["send", "local"]);

    fn convert(cx: &mut AcceptContext<'_, '_, S>, args: &ArgParser) -> Option<AttributeKind> {
        let attr_span = cx.attr_span;
        let list = match args {
            ArgParser::NoArgs => {
                return Some(AttributeKind::InlineAsync(InlineAsyncAttr::Plain, attr_span));
            }
            ArgParser::List(list) => list,
            ArgParser::NameValue(_) => {
                cx.adcx().expected_list_or_no_args(attr_span);
                return None;
            }
        };
        let Some(single) = list.single() else {
            cx.adcx().expected_single_argument(list.span);
            return None;
        };
        let word = single
            .meta_item()
            .filter(|item| item.args().no_args().is_ok())
            .and_then(|item| item.path().word_sym());
        let attr = match word {
            Some(sym::local) => InlineAsyncAttr::Local,
            Some(sym::send) => InlineAsyncAttr::Send,
            _ => {
                cx.adcx().expected_specific_argument(single.span(), &[sym::send, sym::local]);
                return None;
            }
        };
        Some(AttributeKind::InlineAsync(attr, attr_span))
    }
}
