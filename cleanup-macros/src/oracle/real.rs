//! The blocks of every package in the lock file, as they are and broken.

use std::{
    collections::BTreeMap,
    env, fs,
    ops::AddAssign,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    thread,
};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{
    Expr,
    spanned::Spanned as _,
    visit::{self, Visit},
};

use super::{parsed, place, random::Random, same_tokens, scanned};
use crate::exits::expression_end;

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
