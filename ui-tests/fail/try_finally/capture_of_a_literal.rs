use with_cleanup::try_finally;

fn main() {
    try_finally!(<1> {} finally {});
}
