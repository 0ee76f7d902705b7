use with_cleanup::context_manager;

#[context_manager]
struct Text;

fn main() {}
