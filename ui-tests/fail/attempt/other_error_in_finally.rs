use with_cleanup::attempt;

fn main() -> std::io::Result<()> {
    attempt(|| std::fs::remove_file("a")).finally(|| "1".parse::<u8>().map(drop))
}
