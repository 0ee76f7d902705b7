use with_cleanup::with;

fn main() {
    with!(_ = String::new() => {
        scope.jump();
    });
}
