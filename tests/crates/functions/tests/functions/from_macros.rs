use with_cleanup_functions::from_macros;

use crate::support::{closes, logs, ready};

#[test]
fn bodies() {
    closes(from_macros::body, 1, "d");
    closes(from_macros::hidden, 5, "d");
    logs(from_macros::plain, 2, "s");
}

#[test]
fn whole_functions() {
    closes(|log| from_macros::statements(log, 1), 1, "cd");
    closes(|log| from_macros::more_statements(log, (1, 2)), 3, "cd");
    closes(from_macros::item, 3, "d");
    closes(|log| ready(from_macros::tokens(log)), 4, "d");
}
