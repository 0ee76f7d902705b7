use with_cleanup::try_finally;

fn main() {
    'outer: for n in 0..3 {
        try_finally!({ println!("body"); } finally {
            return n;
        });
        if n == 2 {
            break 'outer;
        }
    }
}
