use with_cleanup::{Error, ExitStack, with};

fn first(numbers: &[u8]) -> Result<u8, Error> {
    with!(stack = ExitStack::new() => {
        for number in numbers {
            stack.defer(|| ());
            if *number > 0 {
                return Ok(*number);
            }
        }
    })?;
    Ok(0)
}

fn main() {
    first(&[1]).unwrap();
}
