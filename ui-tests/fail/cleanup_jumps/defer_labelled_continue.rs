use with_cleanup::defer;

fn main() {
    'outer: for n in 0..3 {
        defer! {
            for m in 0..3 {
                if n == m {
                    continue 'outer;
                }
            }
        }
        if n == 2 {
            break 'outer;
        }
    }
}
