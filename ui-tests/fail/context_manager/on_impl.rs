use with_cleanup::context_manager;

struct Text;

#[context_manager]
impl Text {}

fn main() {}
