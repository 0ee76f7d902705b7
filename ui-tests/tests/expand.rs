//! Compares the expansions of `expand/*.rs` with the files `expand/*.expanded.rs`; with `EXPAND=overwrite` in the
//! environment, writes those instead.
//!
//! The compiler prints them, by a flag that it keeps for its nightly channel unless told otherwise.

use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

use syn::{File, Item};

const DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/expand");

#[test]
fn expansions() {
    let overwrite = env::var_os("EXPAND").is_some_and(|value| value == "overwrite");
    let expanded = modules(expand());
    let mut differ = Vec::new();
    for (name, expansion) in &expanded {
        let path = Path::new(DIR).join(name).with_extension("expanded.rs");
        if overwrite {
            fs::write(path, expansion).unwrap();
        } else if fs::read_to_string(path).unwrap_or_default() != *expansion {
            println!("{name}.rs now expands to:\n\n{expansion}");
            differ.push(name);
        }
    }
    assert!(
        differ.is_empty(),
        "other expansions of {differ:?}: if they are right, run with EXPAND=overwrite"
    );

    // A file that `lib.rs` forgets would go unchecked.
    let mut names: Vec<_> = fs::read_dir(DIR).unwrap().map(|entry| stem(&entry.unwrap().path())).collect();
    names.sort();
    names.dedup();
    names.retain(|name| name != "lib");
    assert_eq!(names, expanded.into_keys().collect::<Vec<_>>());
}

/// The name of the module that a file belongs to.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    name.split('.').next().unwrap().to_owned()
}

/// The example `expand`, expanded.
fn expand() -> File {
    // A place of its own, because the variable makes build scripts run again.
    let target = concat!(env!("CARGO_TARGET_TMPDIR"), "/expand");
    let output = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--profile", "check", "--example", "expand", "--target-dir", target])
        .args(["--", "-Zunpretty=expanded"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    syn::parse_file(&String::from_utf8(output.stdout).unwrap()).unwrap()
}

/// The functions in each module, as text.
fn modules(file: File) -> BTreeMap<String, String> {
    let module = |item| match item {
        Item::Mod(module) => Some((module.ident.to_string(), functions(module.content?.1))),
        _ => None,
    };
    file.items.into_iter().filter_map(module).collect()
}

fn functions(mut items: Vec<Item>) -> String {
    items.retain(|item| matches!(item, Item::Fn(_)));
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}
