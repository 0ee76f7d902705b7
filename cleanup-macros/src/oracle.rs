//! Compares the scanner with a full `syn` parse, on every block of every package in the lock file.

use std::collections::{BTreeMap, HashSet};
use std::ops::{AddAssign, Range};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::{env, fs, iter, thread};

use proc_macro2::{Delimiter, Group, Punct, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, Stmt};

use crate::exits::{Block, Edit, End, Jump, Kind, expression_end, scan};

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
        self.opaque |= mac.path.is_ident("with") || mac.path.is_ident("try_finally");
        if mentions_break(&mac.tokens) {
            self.broken.extend(self.targets.iter().map(|target| target.at));
        }
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        if !is_defer(stmt) {
            visit::visit_stmt(self, stmt);
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
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
    matches!(stmt, Stmt::Macro(stmt) if stmt.mac.path.is_ident("defer"))
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

// ---- the code to compare on ----

/// The Rust files of all packages in the lock file of the workspace.
fn source_files() -> Vec<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata writes JSON");
    let mut files = Vec::new();
    for package in metadata["packages"].as_array().expect("a list of packages") {
        let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
        add_files(manifest.parent().expect("a folder"), &mut files);
    }
    files.sort();
    files.dedup();
    files
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            add_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The tokens of a file and their parse, if it has one.
fn parse(path: &Path) -> Option<(TokenStream, syn::File)> {
    proc_macro2::extra::invalidate_current_thread_spans();
    let source = fs::read_to_string(path).ok()?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(&source);
    let shebang = source.starts_with("#!") && !source.starts_with("#![");
    let source = if shebang { source.split_once('\n')?.1 } else { source };
    let tokens: TokenStream = source.parse().ok()?;
    let file = syn::parse2(tokens.clone()).ok()?;
    Some((tokens, file))
}

/// All groups, by their place.
fn groups(tokens: TokenStream) -> BTreeMap<usize, Group> {
    fn add(tokens: TokenStream, groups: &mut BTreeMap<usize, Group>) {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                add(group.stream(), groups);
                groups.insert(place(group.span_open()), group);
            }
        }
    }
    let mut groups = BTreeMap::new();
    add(tokens, &mut groups);
    groups
}

#[derive(Debug, Default)]
struct Counts {
    files: usize,
    functions: usize,
    blocks: usize,
    opaque_blocks: usize,
    jumps: usize,
    questions: usize,
    arguments: usize,
    mutations: usize,
    differences: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.functions += other.functions;
        self.blocks += other.blocks;
        self.opaque_blocks += other.opaque_blocks;
        self.jumps += other.jumps;
        self.questions += other.questions;
        self.arguments += other.arguments;
        self.mutations += other.mutations;
        self.differences += other.differences;
    }
}

/// Compares on each block of a file, those of closures, items and all others too.
struct Comparison<'p> {
    path: &'p Path,
    groups: BTreeMap<usize, Group>,
    counts: Counts,
}

impl Comparison<'_> {
    /// Compares where each of these arguments ends.
    fn arguments(
        &mut self,
        paren: syn::token::Paren,
        arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
    ) {
        let Some(group) = self.groups.get(&place(paren.span.open())) else { return };
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let mut from = 0;
        for argument in arguments {
            let end = expression_end(&tokens, from);
            self.counts.arguments += 1;
            if end == 0 || tokens[end - 1].span().byte_range().end != argument.span().byte_range().end {
                self.counts.differences += 1;
                println!("{}: {group}\n{:?}\n", self.path.display(), argument.span().source_text());
                break;
            }
            from = end + 1;
        }
    }
}

impl<'ast> Visit<'ast> for Comparison<'_> {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.arguments(call.paren_token, &call.args);
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.arguments(call.paren_token, &call.args);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.counts.functions += 1;
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.counts.functions += 1;
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.counts.functions += usize::from(item.default.is_some());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        visit::visit_block(self, block);
        let Some(group) = self.groups.get(&place(block.brace_token.span.open())) else { return };
        let (found, output) = scanned(group.stream());
        self.counts.blocks += 1;
        let unchanged = same_tokens(group.stream(), output);
        let expected = parsed(block);
        if expected.as_ref().is_some_and(|expected| *expected != found) || !unchanged {
            self.counts.differences += 1;
            let line = group.span_open().start().line;
            let text = group.span().source_text().unwrap_or_default();
            let text: String = text.chars().take(1500).collect();
            println!(
                "{}:{line} {unchanged}\n{text}\nparsed  {expected:?}\nscanned {found:?}\n",
                self.path.display()
            );
        }
        self.counts.opaque_blocks += usize::from(expected.is_none());
        self.counts.jumps += found.jumps.len();
        self.counts.questions += found.questions.len();
    }
}

/// Runs `check` on all files, on as many threads as there are cores, with room for code that nests deeply.
fn on_all_files(check: impl Fn(&Path, TokenStream, &syn::File) -> Counts + Sync) -> Counts {
    let files = Mutex::new(source_files());
    let total = Mutex::new(Counts::default());
    let worker = || {
        loop {
            let Some(path) = files.lock().expect("no panic").pop() else { break };
            if let Some((tokens, file)) = parse(&path) {
                let counts = check(&path, tokens, &file);
                *total.lock().expect("no panic") += counts;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, worker).expect("a thread");
        }
    });
    total.into_inner().expect("no panic")
}

#[test]
fn agrees_with_a_full_parse() {
    let counts = on_all_files(|path, tokens, file| {
        let mut comparison =
            Comparison { path, groups: groups(tokens), counts: Counts { files: 1, ..Counts::default() } };
        comparison.visit_file(file);
        comparison.counts
    });
    println!("{counts:#?}");
    assert_eq!(counts.differences, 0);
}

// ---- broken code ----

/// A small generator of numbers that look random.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

/// Cuts, swaps, repeats, drops and adds tokens.
fn mutated(tokens: TokenStream, random: &mut Random) -> TokenStream {
    const STRAY: &str = "return break 'a continue | || < > << :: .. . ? ! & # #! ; , => = -> : loop while for match if else \
        unsafe async const static move let in as fn impl extern union macro_rules! x try 1 () [] {} with!(<a> {}) \
        defer_on_success!(x) defer!(|y| z); try_finally! with_cleanup:: finally";
    let stray: Vec<TokenTree> = STRAY.parse::<TokenStream>().expect("tokens").into_iter().collect();
    let mut tokens: Vec<TokenTree> = tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let delimiter = if random.below(20) == 0 { Delimiter::None } else { group.delimiter() };
                Group::new(delimiter, mutated(group.stream(), random)).into()
            }
            token => token,
        })
        .collect();
    for _ in 0..random.below(4).min(tokens.len()) {
        if tokens.is_empty() {
            break;
        }
        let (at, other) = (random.below(tokens.len()), random.below(tokens.len()));
        match random.below(8) {
            0 => tokens.truncate(at),
            1 => tokens.swap(at, other),
            2 => tokens.insert(at, tokens[other].clone()),
            3 => drop(tokens.remove(at)),
            _ => tokens.insert(at, stray[random.below(stray.len())].clone()),
        }
    }
    tokens.into_iter().collect()
}

#[test]
fn survives_broken_code() {
    let counts = on_all_files(|path, tokens, _| {
        let mut counts = Counts { files: 1, ..Counts::default() };
        let mut random = Random(path.as_os_str().len() as u64 + 0x9e37_79b9_7f4a_7c15);
        for group in groups(tokens).into_values().filter(|group| group.delimiter() == Delimiter::Brace) {
            if random.below(10) > 0 {
                continue;
            }
            let broken = mutated(group.stream(), &mut random);
            let (_, output) = scanned(broken.clone());
            counts.mutations += 1;
            if !same_tokens(broken.clone(), output) {
                counts.differences += 1;
                println!("{}: {broken}", path.display());
            }
            let tokens: Vec<TokenTree> = broken.into_iter().collect();
            let from = random.below(tokens.len() + 1);
            assert!((from..=tokens.len()).contains(&expression_end(&tokens, from)));
        }
        counts
    });
    println!("{counts:#?}");
    assert_eq!(counts.differences, 0);
}
