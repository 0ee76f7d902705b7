use with_cleanup::try_finally;

fn main() {
    let mut pair = (String::new(), 1);
    try_finally!(<&mut pair.0> { pair.0.push('x'); } finally { println!("{}", pair.1); });
}
