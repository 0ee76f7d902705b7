use with_cleanup::attempt;

#[derive(Debug)]
struct Refused;

fn refuse() -> Result<(), Refused> {
    Err(Refused)
}

fn main() {
    let _ = attempt(refuse).finally(|| Ok(()));
}
