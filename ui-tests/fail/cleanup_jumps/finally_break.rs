use with_cleanup::try_finally;

fn main() {
    'outer: for n in 0..3 {
        try_finally!({ println!("body"); } finally {
            if n == 1 {
                break;
            }
        });
        if n == 2 {
            break 'outer;
        }
    }
}
