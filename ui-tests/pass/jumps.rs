//! Every way out of a body in a loop: what the cleanup sees, and what the scope is worth.

use std::cell::RefCell;

use with_cleanup::try_finally;

fn leave(log: &RefCell<Vec<bool>>, numbers: &[i32]) -> Result<i32, String> {
    let mut sum = 0;
    for &number in numbers {
        sum += try_finally!({
            match number {
                0 => continue,
                1 => break,
                2 => return Ok(number),
                3 => return Err("written".to_owned()),
                4 => Err("hidden")?,
                _ => number,
            }
        } finally |outcome| {
            log.borrow_mut().push(outcome.is_success());
        });
    }
    Ok(sum)
}

fn main() {
    let log = RefCell::default();
    assert_eq!(leave(&log, &[5, 0, 6, 1, 7]), Ok(11));
    assert_eq!(log.take(), [true; 4]);
    assert_eq!(leave(&log, &[2]), Ok(2));
    assert_eq!(log.take(), [true]);
    for (number, error) in [(3, "written"), (4, "hidden")] {
        assert_eq!(leave(&log, &[5, number]), Err(error.to_owned()));
        assert_eq!(log.take(), [true, false]);
    }
}
