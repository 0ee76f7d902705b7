use with_cleanup::defer;

fn main() {
    'outer: for n in 0..3 {
        defer! {
            return n;
        }
        if n == 2 {
            break 'outer;
        }
    }
}
