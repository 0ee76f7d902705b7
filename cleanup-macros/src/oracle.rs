//! Compares the scanner with a full `syn` parse, on real code and on code made up at random.

use std::{collections::HashSet, iter, ops::Range};

use proc_macro2::{Punct, Span, TokenStream, TokenTree};
use syn::{
    Expr, Stmt,
    spanned::Spanned as _,
    visit::{self, Visit},
};

use crate::exits::{Block, Edit, End, Jump, Kind, scan};

mod nonsense;
pub(crate) mod random;
#[cfg(test)]
mod real;
mod table;

/// What there is to find in a body. Places are byte offsets.
#[derive(Debug, Default, PartialEq)]
struct Findings {
    jumps: Vec<FoundJump>,
    questions: Vec<usize>,
    end: FoundEnd,
}

#[derive(Debug, PartialEq)]
struct FoundJump {
    kind: Kind,
    at: usize,
    label: Option<String>,
    operand: Option<Range<usize>>,
}

#[derive(Debug, Default, PartialEq)]
enum FoundEnd {
    Value(usize),
    #[default]
    Unit,
    Diverges,
}

fn place(span: Span) -> usize {
    span.byte_range().start
}

// ---- the scanner's findings ----

/// Records what it is shown and changes nothing.
#[derive(Default)]
struct Recorder {
    found: Findings,
}

impl Edit for Recorder {
    fn jump(&mut self, jump: Jump) -> TokenStream {
        let label = jump.label.unwrap_or_default();
        let mut operand = jump.operand.clone().into_iter();
        let first = operand.next();
        let last = operand.last().or(first.clone());
        self.found.jumps.push(FoundJump {
            kind: jump.kind,
            at: place(jump.keyword.span()),
            label: (!label.is_empty()).then(|| label.to_string()),
            operand: first.zip(last).map(|(first, last)| place(first.span())..last.span().byte_range().end),
        });
        iter::once(TokenTree::Ident(jump.keyword)).chain(label).chain(jump.operand).collect()
    }

    fn question(&mut self, mark: &Punct) {
        self.found.questions.push(place(mark.span()));
    }

    fn block(&mut self, _scope: usize, block: Block) -> TokenStream {
        block.join()
    }
}

fn scanned(body: TokenStream) -> (Findings, TokenStream) {
    let mut recorder = Recorder::default();
    let block = scan(body, &mut recorder);
    recorder.found.end = match &block.end {
        End::Value(tail) => {
            FoundEnd::Value(tail.clone().into_iter().next().map_or(0, |first| place(first.span())))
        }
        End::Unit => FoundEnd::Unit,
        End::Diverges => FoundEnd::Diverges,
    };
    (recorder.found, block.join())
}

fn same_tokens(left: TokenStream, right: TokenStream) -> bool {
    let mut right = right.into_iter();
    left.into_iter().all(|left| right.next().is_some_and(|right| same_token(&left, &right)))
        && right.next().is_none()
}

fn same_token(left: &TokenTree, right: &TokenTree) -> bool {
    let same = match (left, right) {
        (TokenTree::Group(left), TokenTree::Group(right)) => {
            left.delimiter() == right.delimiter() && same_tokens(left.stream(), right.stream())
        }
        (TokenTree::Ident(left), TokenTree::Ident(right)) => left == right,
        (TokenTree::Punct(left), TokenTree::Punct(right)) => {
            left.as_char() == right.as_char() && left.spacing() == right.spacing()
        }
        (TokenTree::Literal(left), TokenTree::Literal(right)) => left.to_string() == right.to_string(),
        _ => false,
    };
    same && left.span().byte_range() == right.span().byte_range()
}

// ---- the parser's findings ----

/// Walks the code of one body that jumps can leave.
#[derive(Default)]
struct Walker<'ast> {
    found: Findings,
    targets: Vec<Target<'ast>>,
    /// Loops and labelled blocks that a `break` may end, by their place.
    broken: HashSet<usize>,
    in_try_block: bool,
    /// Saw code that `syn` keeps as mere tokens, or a macro of ours.
    opaque: bool,
}

struct Target<'ast> {
    at: usize,
    label: Option<&'ast syn::Lifetime>,
    is_loop: bool,
}

impl<'ast> Walker<'ast> {
    fn inside(&mut self, target: Target<'ast>, body: &'ast syn::Block) {
        self.targets.push(target);
        self.visit_block(body);
        self.targets.pop();
    }

    fn jump(
        &mut self,
        kind: Kind,
        keyword: Span,
        label: Option<&syn::Lifetime>,
        operand: Option<&'ast Expr>,
    ) {
        if let Some(operand) = operand {
            self.visit_expr(operand);
        }
        let target = self.targets.iter().rev().find(|target| match label {
            Some(label) => target.label == Some(label),
            None => target.is_loop,
        });
        match target {
            Some(target) if kind != Kind::Return => {
                if kind == Kind::Break {
                    self.broken.insert(target.at);
                }
            }
            _ => self.found.jumps.push(FoundJump {
                kind,
                at: place(keyword),
                label: label.map(syn::Lifetime::to_string),
                operand: operand.map(|operand| operand.span().byte_range()),
            }),
        }
    }

    fn block_diverges(&self, block: &syn::Block) -> bool {
        let runs = |stmt: &&Stmt| !matches!(stmt, Stmt::Item(_)) && !is_empty(stmt) && !is_defer(stmt);
        match block.stmts.iter().rev().find(runs) {
            Some(Stmt::Expr(expr, _)) => self.diverges(expr),
            Some(Stmt::Macro(stmt)) => !has_cfg(&stmt.attrs) && panics(&stmt.mac),
            _ => false,
        }
    }

    fn diverges(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Return(syn::ExprReturn { attrs, .. })
            | Expr::Break(syn::ExprBreak { attrs, .. })
            | Expr::Continue(syn::ExprContinue { attrs, .. }) => !has_cfg(attrs),
            Expr::Macro(expr) => !has_cfg(&expr.attrs) && panics(&expr.mac),
            Expr::Call(call) => !has_cfg(&call.attrs) && exits_process(&call.func),
            Expr::Loop(expr) => !has_cfg(&expr.attrs) && !self.broken.contains(&loop_place(expr)),
            Expr::Unsafe(expr) => !has_cfg(&expr.attrs) && self.block_diverges(&expr.block),
            Expr::Block(expr) => {
                let broken =
                    expr.label.as_ref().is_some_and(|label| self.broken.contains(&place(label.span())));
                !has_cfg(&expr.attrs) && !broken && self.block_diverges(&expr.block)
            }
            Expr::If(expr) => {
                let otherwise = expr.else_branch.as_ref().is_some_and(|(_, expr)| self.diverges(expr));
                !has_cfg(&expr.attrs) && otherwise && self.block_diverges(&expr.then_branch)
            }
            Expr::Match(expr) => {
                let all = expr.arms.iter().all(|arm| self.diverges(&arm.body));
                !has_cfg(&expr.attrs) && !expr.arms.is_empty() && all
            }
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Walker<'ast> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.opaque |= matches!(expr, Expr::Verbatim(tokens) if !tokens.is_empty());
        visit::visit_expr(self, expr);
    }

    fn visit_expr_return(&mut self, expr: &'ast syn::ExprReturn) {
        self.jump(Kind::Return, expr.return_token.span, None, expr.expr.as_deref());
    }

    fn visit_expr_break(&mut self, expr: &'ast syn::ExprBreak) {
        self.jump(Kind::Break, expr.break_token.span, expr.label.as_ref(), expr.expr.as_deref());
    }

    fn visit_expr_continue(&mut self, expr: &'ast syn::ExprContinue) {
        self.jump(Kind::Continue, expr.continue_token.span, expr.label.as_ref(), None);
    }

    fn visit_expr_loop(&mut self, expr: &'ast syn::ExprLoop) {
        let label = expr.label.as_ref().map(|label| &label.name);
        self.inside(Target { at: loop_place(expr), label, is_loop: true }, &expr.body);
    }

    fn visit_expr_while(&mut self, expr: &'ast syn::ExprWhile) {
        self.visit_expr(&expr.cond);
        let label = expr.label.as_ref().map(|label| &label.name);
        self.inside(Target { at: place(expr.while_token.span), label, is_loop: true }, &expr.body);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.visit_expr(&expr.expr);
        let label = expr.label.as_ref().map(|label| &label.name);
        self.inside(Target { at: place(expr.for_token.span), label, is_loop: true }, &expr.body);
    }

    fn visit_expr_block(&mut self, expr: &'ast syn::ExprBlock) {
        match &expr.label {
            None => self.visit_block(&expr.block),
            Some(label) => {
                let target = Target { at: place(label.span()), label: Some(&label.name), is_loop: false };
                self.inside(target, &expr.block);
            }
        }
    }

    fn visit_expr_try(&mut self, expr: &'ast syn::ExprTry) {
        self.visit_expr(&expr.expr);
        if !self.in_try_block {
            self.found.questions.push(place(expr.question_token.span()));
        }
    }

    fn visit_expr_try_block(&mut self, expr: &'ast syn::ExprTryBlock) {
        let outer = std::mem::replace(&mut self.in_try_block, true);
        self.visit_block(&expr.block);
        self.in_try_block = outer;
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.opaque |= is_ours(mac);
        if mentions_break(&mac.tokens) {
            self.broken.extend(self.targets.iter().map(|target| target.at));
        }
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        match stmt {
            Stmt::Macro(stmt) if is_defer_macro(&stmt.mac) => self.opaque |= may_observe(&stmt.mac),
            _ => visit::visit_stmt(self, stmt),
        }
    }

    fn visit_pat(&mut self, pat: &'ast syn::Pat) {
        if let syn::Pat::Guard(pat) = pat {
            self.visit_expr(&pat.guard);
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_path(&mut self, _: &'ast syn::Path) {}
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_angle_bracketed_generic_arguments(&mut self, _: &'ast syn::AngleBracketedGenericArguments) {}
}

fn parsed(block: &syn::Block) -> Option<Findings> {
    let mut walker = Walker::default();
    walker.visit_block(block);
    let is_boundary = |stmt: &Stmt| match stmt {
        Stmt::Local(_) | Stmt::Item(_) => true,
        Stmt::Expr(_, semi) => semi.is_some(),
        Stmt::Macro(mac) => mac.semi_token.is_some() || is_defer(stmt),
    };
    let tail = block.stmts.iter().rposition(is_boundary).map_or(0, |boundary| boundary + 1);
    walker.found.end = if walker.block_diverges(block) {
        FoundEnd::Diverges
    } else {
        block.stmts.get(tail).map_or(FoundEnd::Unit, |stmt| FoundEnd::Value(place(stmt.span())))
    };
    (!walker.opaque).then_some(walker.found)
}

fn loop_place(expr: &syn::ExprLoop) -> usize {
    place(expr.loop_token.span)
}

fn is_empty(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(Expr::Verbatim(tokens), _) if tokens.is_empty())
}

/// `scopeguard` has a `defer!` too, which looks like ours.
fn is_defer(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Macro(stmt) if is_defer_macro(&stmt.mac))
}

fn is_defer_macro(mac: &syn::Macro) -> bool {
    mac.path.is_ident("defer")
}

/// Whether a `defer!` could name the outcome, as in `defer!(|outcome| ..)`.
fn may_observe(mac: &syn::Macro) -> bool {
    mac.tokens.clone().into_iter().any(|token| matches!(token, TokenTree::Punct(bar) if bar.as_char() == '|'))
}

/// Whether the scanner looks into this macro, or sees the block around it with other eyes.
fn is_ours(mac: &syn::Macro) -> bool {
    const NAMES: [&str; 6] =
        ["with", "try_finally", "yield_", "defer", "defer_on_success", "defer_on_failure"];
    let segments = &mac.path.segments;
    let foreign = segments.len() > 1 && segments[0].ident != "with_cleanup";
    !foreign && segments.last().is_some_and(|last| NAMES.iter().any(|name| last.ident == name))
}

fn has_cfg(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg"))
}

fn panics(mac: &syn::Macro) -> bool {
    let names: Vec<String> = mac.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let name = match &names[..] {
        [name] if mac.path.leading_colon.is_none() => name,
        [root, name] if root == "std" || root == "core" => name,
        _ => return names.last().is_some_and(|name| name == "bail"),
    };
    ["bail", "panic", "todo", "unimplemented", "unreachable"].contains(&name.as_str())
}

fn exits_process(function: &Expr) -> bool {
    let Expr::Path(function) = function else { return false };
    let names: Vec<String> = function.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.len() > 1
        && matches!(
            [&*names[names.len() - 2], &names[names.len() - 1]],
            ["process", "exit" | "abort"] | ["panic", "resume_unwind"]
        )
}

fn mentions_break(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions_break(&group.stream()),
        TokenTree::Ident(ident) => ident == "break",
        _ => false,
    })
}
