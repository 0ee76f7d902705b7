//! What real code does not have, by hand: observed blocks, this crate's macros, fragments of other macros.

use std::iter;

use proc_macro2::{Delimiter, Group, Ident, Punct, Span, TokenStream, TokenTree};

use super::place;
use crate::exits::{Block, Edit, End, Jump, Yield, scan};

/// Writes down what it is shown as marks in the source.
#[derive(Default)]
struct Annotator {
    marks: Vec<(usize, u8, String)>,
    edits: usize,
}

impl Annotator {
    fn mark(&mut self, at: usize, order: u8, text: impl Into<String>) {
        self.marks.push((at, order, text.into()));
    }

    fn end(&mut self, block: &Block) {
        match &block.end {
            End::Value(tail) => {
                let first = tail.clone().into_iter().next().expect("a tail");
                self.mark(place(first.span()), 2, "¦");
            }
            End::Unit => {}
            End::Diverges => {
                let last = block.statements.clone().into_iter().last().expect("a statement");
                self.mark(last.span().byte_range().end, 1, "↯");
            }
        }
    }

    /// A token that shows that what it is put in place of was replaced, once.
    fn edit(&mut self, span: Span) -> TokenTree {
        self.edits += 1;
        Ident::new(EDITED, span).into()
    }

    /// The group with such a token in it.
    fn edit_group(&mut self, group: &Group) -> Group {
        let edit = self.edit(group.span());
        let mut edited = Group::new(group.delimiter(), iter::once(edit).chain(group.stream()).collect());
        edited.set_span(group.span());
        edited
    }

    /// Marks in `source`, which has none yet.
    fn annotate(mut self, source: &str) -> String {
        let block = scan(with_fragments(source.parse().expect("tokens")), &mut self);
        self.end(&block);
        let mut annotated = String::from(if block.observed { "•0 " } else { "" });
        assert_eq!(edits(block.join()), self.edits, "what is put in place of things in {source}");
        self.marks.sort();
        let mut copied = 0;
        for (at, _, mark) in self.marks {
            annotated += &source[copied..at];
            annotated += &mark;
            copied = at;
        }
        annotated + &source[copied..]
    }
}

impl Edit for Annotator {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        let start = place(jump.keyword.span());
        let jumped: TokenStream = iter::once(self.edit(jump.keyword.span()))
            .chain(jump.label.unwrap_or_default())
            .chain(jump.operand)
            .collect();
        let last = jumped.clone().into_iter().last().expect("the keyword");
        self.mark(start, 3, format!("‹{}..{} ", jump.stays, jump.open));
        self.mark(last.span().byte_range().end, 0, "›");
        jumped
    }

    fn question(&mut self, mark: &Punct) {
        self.mark(place(mark.span()) + 1, 0, "°");
    }

    fn member(&mut self, name: &Ident) {
        if name == "await" {
            self.mark(name.span().byte_range().end, 0, "…");
        }
    }

    fn statement_macro(&mut self, scope: usize, direct: bool, args: Group) -> Group {
        let place_in_scope = if direct { "" } else { "-" };
        self.mark(place(args.span_open()), 0, format!("•{scope}{place_in_scope} "));
        self.edit_group(&args)
    }

    fn scope_macro(&mut self, scope: usize, args: &Group) -> Option<Group> {
        self.mark(place(args.span_open()), 0, format!("◦{scope} "));
        Some(self.edit_group(args))
    }

    fn yields(&mut self, at: Yield, args: &Group) -> Option<TokenStream> {
        let asks = at.question.is_some();
        let flags = [(at.in_loop, 'l'), (at.in_cleanup, 'c'), (at.nested, 'n'), (asks, 'q')];
        let flags: String = flags.into_iter().filter_map(|(set, flag)| set.then_some(flag)).collect();
        self.mark(place(args.span_open()), 0, format!("⊙{}{flags} ", at.open));
        None
    }

    fn other_macro(&mut self, name: &Ident, call: &[TokenTree]) -> Option<TokenStream> {
        (name == "ensure").then(|| {
            let span = call[0].span();
            self.mark(place(span), 3, "⊗ ");
            iter::once(self.edit(span)).chain(call.iter().cloned()).collect()
        })
    }

    fn yields_in_some_branches(&mut self) {
        self.mark(0, 0, "⑂ ");
    }

    fn block(&mut self, scope: usize, block: Block) -> TokenStream {
        self.end(&block);
        let first = block.statements.clone().into_iter().next().expect("the macro that observes");
        self.mark(place(first.span()), 0, format!("•{scope} "));
        block.join()
    }
}

const EDITED: &str = "edited";

fn edits(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => edits(group.stream()),
        TokenTree::Ident(ident) => usize::from(ident == EDITED),
        _ => 0,
    };
    tokens.into_iter().map(count).sum()
}

/// Turns each `@(..)` into a group without delimiters, like the compiler's around a `$e:expr`.
pub(super) fn with_fragments(tokens: TokenStream) -> TokenStream {
    let mut fragment = false;
    tokens
        .into_iter()
        .filter_map(|token| match token {
            TokenTree::Punct(punct) if punct.as_char() == '@' => {
                fragment = true;
                None
            }
            TokenTree::Group(group) => {
                let delimiter = if fragment { Delimiter::None } else { group.delimiter() };
                fragment = false;
                let mut inner = Group::new(delimiter, with_fragments(group.stream()));
                inner.set_span(group.span());
                Some(inner.into())
            }
            token => Some(token),
        })
        .collect()
}

fn without_marks(annotated: &str) -> String {
    let mut source = String::new();
    let mut characters = annotated.chars();
    while let Some(character) = characters.next() {
        match character {
            '‹' | '•' | '◦' | '⊙' | '⊗' | '⑂' => {
                while characters.next().is_some_and(|character| character != ' ') {}
            }
            '›' | '°' | '¦' | '↯' | '…' => {}
            _ => source.push(character),
        }
    }
    source
}

#[test]
fn finds_what_is_marked() {
    let mut wrong = 0;
    for (topic, rows) in TABLE {
        for expected in *rows {
            let found = Annotator::default().annotate(&without_marks(expected));
            if found != *expected {
                println!("{topic}\nexpected {expected}\nfound    {found}\n");
                wrong += 1;
            }
        }
    }
    assert_eq!(wrong, 0);
}

/// Each row is a body with marks. `‹1..3 break›` is a jump that leaves the scopes 1 and 2, `?°` a question mark that
/// counts, `.await…` one that counts, `defer!•1 (..)` a statement macro directly in scope 1, `defer!•1- (..)` one in a
/// block of it, `with!◦1 (..)` a scope in scope 1, `{•1 ..}` an observed block. `yield_!⊙2lcnq (..)` stands in 2 scopes,
/// and in a loop, a cleanup and a nested scope, and has a `?` after it; `⑂` is in front if only some branches have one.
/// `⊗ ensure!(..)` is a macro of someone else that counts. `¦` is before a tail, `↯` behind the last statement where that
/// diverges; both only in the body and in observed blocks.
const TABLE: &[(&str, &[&str])] = &[
    (
        "what leaves the body",
        &[
            "‹0..1 return›;↯",
            "‹0..1 return x + 1›;↯",
            "a(); ¦a || ‹0..1 return›",
            "loop { break; } ‹0..1 break›;↯",
            "¦while a { break; continue; ‹0..1 return 2›; }",
            "‹0..1 continue 'a›;↯",
            "¦'a: loop { loop { break 'a; continue 'a; break; ‹0..1 break 'b 1›; } }",
            "'a: { break 'a; }; ‹0..1 break 'a›;↯",
            "¦while ‹0..1 break› { break }",
            "¦for x in ‹0..1 continue› { continue }",
            "¦'a: { 'a: loop { break 'a ‹0..1 return x› } }",
            "¦loop { break (break ‹0..1 return›) }",
            "‹0..1 return ‹0..1 return ‹0..1 break 'a b›››;↯",
        ],
    ),
    (
        "operands",
        &[
            "¦f(‹0..1 return a›, b, [‹0..1 break c›; 3])",
            "¦match x { A | B => ‹0..1 return C::<D, E>::f(g)›, _ if ‹0..1 return› => ‹0..1 return h as I<J, K>›, C => d }",
            "¦(‹0..1 return <A as B<C, D>>::E { a, b }›, c)",
            "¦(‹0..1 return |a, b| -> Result<A, B> { a }›, ‹0..1 return move |a: A, b| b›, ‹0..1 return || a›, c)",
            "¦if a || ‹0..1 return 9› { }",
            "¦if a || ‹0..1 return match b { _ => 1 }› { }",
            "¦match ‹0..1 return unsafe { a }› { }",
            "¦while ‹0..1 return if a { b } else { c }› { }",
            "¦if ‹0..1 break› { }",
            "¦for x in ‹0..1 return A { a: 1 }› { }",
            "¦for x in 0.. { ‹0..1 return ..› }",
            "¦for x in .. { ‹0..1 break 'a ..=1› }",
            "¦f(‹0..1 return a >> b›, c < d, ‹0..1 return e as u32 <= f›, g > h)",
            "‹0..1 return #[a] b›;↯",
            "‹0..1 return &raw const a›;↯",
            "‹0..1 return 'a: loop { break 'a b }›;↯",
            "¦f(‹0..1 return 'a: { b }›, c)",
            "¦f(‹0..1 return a as _ << b?°›, ‹0..1 return c as _ < d?°›, e > f)",
            "¦f(a as u8 <<= ‹0..1 return›, b > c)",
            "‹0..1 return -a != !b && c == vec![1, 2]›;↯",
            "‹0..1 return a | b || c›;↯",
            "¦a.map(|x| x) || ‹0..1 return›",
            "¦f(‹0..1 return a < <B<C, D>>::e›, ‹0..1 return a <|b, c| d›, e)",
            "¦a << ‹0..1 return b›",
            "¦&raw?°",
            "¦&raw const { ‹0..1 return› }",
            "¦|| ..{ return }",
            "¦a..|b| return",
            "¦for x in 0.. { break }",
            "¦for x in |b| a? { }",
            "¦for x in || a { ‹0..1 return› }",
            "¦match a { _ => { b }.c(‹0..1 return›), _ => d }",
            "¦gen | ‹0..1 return a›",
            "¦gen(‹0..1 return›)",
            "¦try | ‹0..1 return›",
            "¦match a { A if ‹0..1 break { b }› => c }",
            "¦try(‹0..1 return a?°›)",
            "¦f(‹0..1 return &mut |a, b| c›, d)",
            "¦f(‹0..1 return &raw const |a, b| c›, d)",
            "¦f(‹0..1 return &raw mut |a, b| c›, d)",
            "¦f(‹0..1 return -|a, b| c›, ‹0..1 return #[a] |b, c| d›, e)",
            "¦f(‹0..1 return ::a::<B, C>()›, ‹0..1 return <fn() -> A<B, C>>::d›, e)",
            "¦f(‹0..1 return a.b::<C, D>()›, e)",
            "let Some(a) = b else { ‹0..1 return› };",
            "let A | B = c else { ‹0..1 return› };",
            "let a: fn() -> A<B> = ‹0..1 return b›;",
            "let 0..=9 = a?° else { ‹0..1 return› };",
            "¦if let 0..=9 | A { b } = c { } else { ‹0..1 return› }",
            "¦if let A | B = a?° && let c = ‹0..1 return (d)› { }",
            // As the compiler reads it: the operand of a jump may be a struct literal even here.
            "¦if a || ‹0..1 return b { }› { }",
            "¦if a || ‹0..1 return true› { }",
        ],
    ),
    (
        "types of casts",
        &[
            "¦f(g, ‹0..1 return a as &'b mut C<D, E>›, f)",
            "¦f(‹0..1 return a as *const C<D, E>›, f)",
            "¦f(‹0..1 return a as <B<C, D> as E>::F<G, H>›, i)",
            "¦f(‹0..1 return a as ::B<C, D>›, e)",
            "¦f(‹0..1 return a as B::<C, D>›, e)",
            "¦f(‹0..1 return a as for<'b, 'c> fn(D) -> E<F, G>›, h)",
            "¦f(‹0..1 return a as &dyn Fn(B, C) -> D<E, F>›, g)",
            "¦f(‹0..1 return a as unsafe extern \"C\" fn() -> B<C, D>›, e)",
            "¦f(‹0..1 return a as fn() -> ! | b?°›, c)",
            "¦f(‹0..1 return a as b!(C)?°›, d)",
            "¦f(‹0..1 return a as (B, C) | d?°›, ‹0..1 return a as [B; 2] | d?°›, e)",
            "¦f(‹0..1 return a as @(B<C, D>) | e?°›, f)",
            "¦if a as B { ‹0..1 return› } else { c }",
            "¦if a as & { ‹0..1 return› } else { c }",
            "¦f(a as u8 >= ‹0..1 return b›, c)",
            "¦a as [B; { return }]",
            "¦a as fn([B; { return }])",
        ],
    ),
    (
        "what is not code of the body",
        &[
            "¦|a| return a?",
            "¦f(|| return, |a, b| -> A { return }, move || a?, async move || a?, for<'a> |a: &'a A| return)",
            "f(async { return }, async move { a? }, const { return }, gen { return });",
            "fn f() { return } ¦a",
            "pub(crate) async unsafe extern \"C\" fn f<const N: usize>() -> A<{ N }> { return } ¦a",
            "impl A<{ 1 }> for B { fn f() { return } } ¦a",
            "static A: B = { return }; const C: D = { return }; const fn e() { return }",
            "unsafe extern \"C\" { fn f(); } use a::{b, c}; type A = B; union C { d: E } trait F { } mod g { }",
            "macro_rules! m { () => { return } } ¦a",
            "macro_rules! m(() => { return }); ¦a",
            "#[a(return)] b(); ¦#[cfg(c)] d",
            "¦f!(return) + a",
            "¦f! { return } a",
            "¦f! { return }.g(‹0..1 return›)",
            "¦try { a?; ‹0..1 return› }",
            "a.await…; b(c.await…?°); ¦async { d.await }",
            "¦|a| a.await + await.await",
            "¦f(for<'a> |b: &'a C| return, ‹0..1 return d›)",
            "¦f(async { return }, a | ‹0..1 return›)",
            "¦if gen move { return } { ‹0..1 return› }",
            "¦const { a } |b| return",
            "¦-#[a(return)] b",
            "{ ‹0..1 return a› } fn f() { }↯",
            "pub fn f() { return } ¦a",
        ],
    ),
    (
        "tails",
        &[
            "",
            "a;",
            "¦a",
            "a;;",
            "#![a] ¦b",
            "let a = b; ¦for c in d { } e",
            "¦if a { b } else { c }.d() + e",
            "a = b; ¦*c = d",
            "a = b; fn f() { } ¦{ c } -1",
            "a!{}; ¦b",
            "a; macro_rules! m { }",
            "a(); macro_rules! m { } ¦b",
            "a; ¦vec![b]",
            "macro_rules! m { } ¦{ ‹0..1 return› } + a",
            "pub use a; ¦b",
            "a; ¦union as B",
            "a; ¦union + ‹0..1 return›",
            "a; ¦macro_rules + ‹0..1 return›",
            "a; ¦macro_rules!(b)",
            "a; ¦static |b| c",
            "a; ¦static move |b| c",
            "a; ¦const async |b| c",
            "a; @¦(b) + c",
            "extern crate a; ¦b",
            "extern \"C\" { } ¦b",
            "¦unsafe { a } b",
            "¦const { a } b",
            "pub(crate) struct A; ¦b",
            "a; type B = C",
            "defer!•0 (a); ¦b",
            "defer! •0 { a } ¦b",
            "a(); defer!•0 (b)",
            "¦a(defer!(b), { defer!•0- (c); d })",
            "¦if a { defer!•0- (b); } c",
            "•0 defer_on_failure!•0 (a); ¦for b in c { defer!•0- (d); if e { •1 defer!•1 (|o| f); } }",
        ],
    ),
    (
        "divergence",
        &[
            "‹0..1 return›↯",
            "‹0..1 return›; fn f() { }↯",
            "¦#[cfg(a)] ‹0..1 return›",
            "#[allow(a)] ‹0..1 return›↯",
            "¦(‹0..1 return›)",
            "¦!‹0..1 return›",
            "¦match a { _ => #[cfg(b)] ‹0..1 return› }",
            "if a || b { ‹0..1 return› } else { loop { } }↯",
            "¦a(‹0..1 return›)",
            "let a = ‹0..1 return›;",
            "panic!(\"{a}\")↯",
            "std::todo! {}↯",
            "::core::unreachable!();↯",
            "¦my::panic!()",
            "¦panic!().a",
            "std::process::exit(1)↯",
            "process::abort();↯",
            "::std::panic::resume_unwind(a)↯",
            "¦exit(1)",
            "¦a::exit(1)",
            "¦process::a()",
            "process::exit;",
            "¦process::exit(1) + 1",
            "loop { }↯",
            "¦loop { break }",
            "loop { loop { break } }↯",
            "loop { while a { break } for b in c { break } || break; }↯",
            "¦loop { while break { } }",
            "¦'a: loop { loop { break 'a } }",
            "¦loop { a!(if b { break }) }",
            "loop { a!(b) }↯",
            "¦while true { }",
            "{ ‹0..1 return› }↯",
            "unsafe { a(); panic!(); }↯",
            "'a: { ‹0..1 return› }↯",
            "¦'a: { if a { break 'a; } ‹0..1 return› }",
            "¦'a: { a!(break 'a); ‹0..1 return› }",
            "if a { ‹0..1 return› } else if b { panic!() } else { loop { } }↯",
            "¦if a { ‹0..1 return› } else if b { c } else { ‹0..1 return› }",
            "¦if a { ‹0..1 return› }",
            "match a { A if b => ‹0..1 return›, _ => { ‹0..1 break› } }↯",
            "¦match a { A => ‹0..1 return›, _ => { b } }",
            "¦match a { }",
            "¦match a { _ => ‹0..1 return› }.b",
            "¦|| panic!()",
            "¦async { panic!() }",
        ],
    ),
    (
        "observed blocks",
        &[
            "•0 defer_on_success!•0 (a); ¦b",
            "•0 defer_on_failure!•0 (a); ‹0..1 return b›;↯",
            "•0 defer!•0 (|outcome| return); ¦b?°",
            "•0 defer!•0 (<&mut a, b> |outcome| a); ¦b",
            "defer!•0 (<&mut a> a?); ¦b",
            "•0 with_cleanup::defer_on_success!•0 (a); ¦b",
            "•0 #[a] ::with_cleanup::defer_on_success!•0 (a); ¦b",
            "other::defer_on_success!(a); ¦b::with_cleanup::defer_on_success!(a)",
            "¦{ •1 defer_on_success!•1 (a); ¦b }",
            "{ •1 defer_on_success!•1 (a); ‹0..2 return b›↯ }↯",
            "¦loop { •1 defer_on_success!•1 (a); if b { ‹1..2 break c› } ‹1..2 continue›;↯ }",
            "¦loop { if a { •1 defer_on_success!•1 (b); ‹1..2 break›;↯ } else { break } }",
            "¦'a: { •1 defer_on_success!•1 (a); ‹1..2 break 'a ‹0..2 return b››↯ }",
            "¦'a: loop { •1 defer_on_success!•1 (a); loop { •2 defer!•2 (|a| b); ‹1..3 break 'a›;↯ }↯ }",
            "¦loop { •1 defer_on_success!•1 (a); ¦while ‹1..2 break› { break } }",
            "¦if a { •1 defer_on_success!•1 (b); ¦c } else { •1 defer_on_failure!•1 (d); }",
            "¦match a { _ => { •1 defer_on_failure!•1 (b); ¦c?° } }",
            "let a = b else { •1 defer_on_success!•1 (c); ‹0..2 return›;↯ };",
            "¦f({ •1 defer_on_success!•1 (a); ¦{ defer!•1- (b); c } })",
            "¦{ f(defer_on_success!(a)); b }",
            "¦{ •1 if a { } defer_on_success!•1 (b); }",
            "¦{ •1 let a = b; defer_on_failure!•1 { c } ¦d }",
            "¦unsafe { •1 a; defer_on_failure!•1 (b) }",
            "¦|| { defer_on_success!(a); return }",
        ],
    ),
    (
        "this crate's scopes",
        &[
            "with!◦0 (a = b?°, c = ‹0..1 return d› => { ‹0..1 return e› })↯",
            "with!◦0 (a = b, { defer_on_success!(c); ‹0..1 return d› })↯",
            "try_finally!◦0 (<&mut a, b = c?°> { defer!(d); ‹0..1 break› } finally |e: E<'_>| { ‹0..1 return› })↯",
            "¦try_finally!◦0 ({ a?° } finally { b?; ‹0..1 return› })",
            "try_finally!◦0 ({ ‹0..1 return a› }, { b? })↯",
            "¦try_finally!◦0 ({ a }, { ‹0..1 return b› })",
            "¦with!◦0 (a = ‹0..1 return b› => { c })",
            "with!◦0 (a => { loop { b } },)↯",
            "¦with!◦0 (a => b,)",
            "¦try_finally!◦0 (<a = finally | ‹0..1 return b | ‹0..1 return c››> { d })",
            "¦with_cleanup::with!◦0 (a => loop { break; })",
            "¦::with_cleanup::with!◦0 (a => b)",
            "¦other::with!(a => { return })",
            "¦loop { with!◦0 (a => { break; }) }",
            "¦loop { •1 defer_on_success!•1 (a); with! ◦1 { b => { ‹1..2 break› } } defer!•1 (c);↯ }",
            "with!◦0 (<A as B>::c() => ‹0..1 return›)↯",
            "‹0..1 return›; ¦with!◦0 (a => b)",
        ],
    ),
    (
        "yields",
        &[
            "yield_!⊙1 (a);",
            "¦yield_!⊙1q (a)?°",
            "¦yield_!⊙1 (‹0..1 return a?°›)",
            "a(‹0..1 return›); ¦with_cleanup::yield_!⊙1 (b)",
            "loop { yield_!⊙1l (a) }↯",
            "¦'a: { yield_!⊙1 (a) }",
            "¦try { yield_!⊙1c (a) }",
            "¦with!◦0 (a => yield_!⊙1n (b))",
            "¦try_finally!◦0 ({ a } finally { yield_!⊙1cn (b) })",
            "¦{ •1 defer_on_success!•1 (a); ¦yield_!⊙2 (b) }",
            "¦|| yield_!(a)",
            "⑂ ¦if a { yield_!⊙1 (b) }",
            "⑂ ¦if a { b } else { yield_!⊙1 (c) }",
            "⑂ ¦if a { yield_!⊙1 (b) } else if c { yield_!⊙1 (d) } else { e }",
            "⑂ ¦match a { A => yield_!⊙1 (b), B => ‹0..1 return›, C => c }",
            "¦if a { yield_!⊙1 (b) } else { ‹0..1 return› }",
            "¦match a { A => yield_!⊙1 (b), B => yield_!⊙1 (c) }",
            "yield_!⊙1 (a); ¦if b { c } else { d }",
        ],
    ),
    (
        "macros of someone else",
        &[
            "⊗ ensure!(a); ¦b(⊗ ::c::ensure!(d))?°",
            "¦try { ensure!(a) }",
            "¦|| ensure!(a)",
            "¦try_finally!◦0 ({ ⊗ ensure!(a) } finally { ensure!(b) })",
        ],
    ),
    (
        "fragments of other macros",
        &[
            "@¦(a?°) + @(‹0..1 return b›)",
            "@({ ‹0..1 return› })↯",
            "¦if @(a) @({ ‹0..1 return b› }) else { c }",
            "@¦({ a }) *b = c",
            "@¦(A::B) { c: ‹0..1 return› }",
            "@(pub) fn f() { return } ¦a",
            "@() struct A { } ¦a",
            "@(fn f() { return }) ¦a",
            "let @(A | B) = @(c); ¦d",
            "•0 @(defer_on_success!•0 (a)); ¦b",
            "¦{ @•1 (defer_on_success!•1 (a)); ¦b }",
            "¦{ a(@(defer_on_success!(a))); b }",
            "¦match a { _ => @(‹0..1 return›) + b }",
            "@(‹0..1 return›);↯",
            "¦loop { break @(-a) }",
            "@(use a;) ¦b",
            "@(macro_rules! m(a);) ¦b",
            "if a @({ ‹0..1 return› }) else @({ ‹0..1 return b› })↯",
            "if a @({ ‹0..1 return› }) else { loop { } }↯",
            "@¦(A) { b: ‹0..1 return› }",
            "¦if @(a) { ‹0..1 return› } else { }",
            "¦a @(-b)",
            "@¦('a): loop { loop { break @('a) 1; } }",
            "@¦('a): { loop { continue; ‹0..1 continue @('b)›; break 'a } }",
        ],
    ),
    (
        "half-typed code",
        &[
            "¦a. if b { ‹0..1 return c›; } d",
            "¦let a = ‹0..1 return b›",
            "let a = b.; ‹0..1 return c›;↯",
            "¦match a { B => ‹0..1 return›, C }",
            "¦with!◦0 (a = ‹0..1 return›)",
            "static A: B",
            "¦a.return",
            "¦# a",
            "¦f(‹0..1 return a @(b)›, c)",
            "¦unsafe | ‹0..1 return›",
            "¦a 'b: loop { continue 'b }",
            ". { ‹0..1 return› }↯",
            "macro_rules! m(a) ¦b",
            "¦‹0..1 return›.a",
            "¦'a ‹0..1 return›",
            "if a; else { ‹0..1 return› }↯",
        ],
    ),
];
