use with_cleanup::context_manager;

struct QueryResult;

#[context_manager]
fn query() -> QueryResult {
    let mut result = QueryResult;
    yield_!(result);
}

fn main() {}
