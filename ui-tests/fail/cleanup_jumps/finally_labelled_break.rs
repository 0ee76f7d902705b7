use with_cleanup::try_finally;

fn main() {
    'outer: for n in 0..3 {
        try_finally!({ println!("body"); } finally {
            for m in 0..3 {
                if n == m {
                    break 'outer;
                }
            }
        });
        if n == 2 {
            break 'outer;
        }
    }
}
