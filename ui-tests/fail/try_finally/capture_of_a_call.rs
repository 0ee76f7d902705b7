use with_cleanup::try_finally;

fn main() {
    try_finally!(<String::new()> {} finally {});
}
