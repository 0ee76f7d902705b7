use with_cleanup::defer;

fn main() {
    'outer: for n in 0..3 {
        defer! {
            if n == 1 {
                break;
            }
        }
        if n == 2 {
            break 'outer;
        }
    }
}
