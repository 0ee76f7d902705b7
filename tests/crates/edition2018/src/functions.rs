//! Functions with `#[with_cleanup]`.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use with_cleanup::{
    defer, defer_on_failure, defer_on_success, guard, try_finally, with, with_cleanup, Error,
};

#[derive(Debug, PartialEq)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

fn close(log: &mut Vec<&'static str>, refuses: bool) -> Result<(), Refused> {
    log.push("closed");
    if refuses {
        Err(Refused)
    } else {
        Ok(())
    }
}

fn is_refused<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(error) if error.downcast_ref() == Some(&Refused))
}

fn ready<T>(future: impl Future<Output = T> + Send) -> T {
    let mut future: Pin<Box<dyn Future<Output = T> + Send + '_>> = Box::pin(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a future waits"),
    }
}

#[derive(Default)]
struct Store {
    items: Vec<String>,
    name: String,
    log: Vec<&'static str>,
}

impl Store {
    #[with_cleanup]
    fn first(&mut self) -> &mut String {
        defer!(drop(String::new()));
        if self.items.is_empty() {
            return &mut self.name;
        }
        &mut self.items[0]
    }

    #[with_cleanup]
    fn second(&mut self, refuses: bool) -> Result<&mut String, Error> {
        let log = &mut self.log;
        defer!(close(log, refuses)?);
        if self.items.is_empty() {
            return Ok(&mut self.name);
        }
        Ok(&mut self.items[0])
    }

    #[with_cleanup]
    fn third(&mut self, refuses: bool) -> Result<&mut Self, Error> {
        let mut log = Vec::new();
        defer!(<&mut log> close(log, refuses)?);
        self.items.push(String::from("third"));
        Ok(self)
    }

    #[with_cleanup]
    fn shared(&self, refuses: bool) -> Result<&str, Error> {
        let mut log = Vec::new();
        defer!(close(&mut log, refuses)?);
        Ok(&self.name)
    }

    #[with_cleanup]
    fn owned(self, refuses: bool) -> Result<String, Error> {
        let mut log = self.log;
        defer!(close(&mut log, refuses)?);
        Ok(self.name)
    }

    #[with_cleanup]
    async fn future(&mut self, refuses: bool) -> Result<&mut String, Error> {
        let mut log = Vec::new();
        defer!(close(&mut log, refuses)?);
        std::future::ready(()).await;
        self.name.push('f');
        Ok(&mut self.name)
    }
}

#[test]
fn methods() {
    let mut store = Store::default();
    store.first().push('1');
    store.second(false).unwrap().push('2');
    store.third(false).unwrap().name.push('3');
    ready(store.future(false)).unwrap().push('4');
    assert_eq!((store.shared(false).unwrap(), store.log.len(), store.items.len()), ("123f4", 1, 1));
    assert!(is_refused(store.second(true)) && is_refused(store.third(true)));
    assert!(is_refused(store.shared(true)) && is_refused(ready(store.future(true))));
    assert!(is_refused(store.owned(true)));
}

#[with_cleanup]
fn free(log: &RefCell<Vec<&'static str>>, number: i32) -> Result<usize, Error> {
    defer!(close(&mut log.borrow_mut(), number == 1)?);
    defer_on_success!(log.borrow_mut().push("success"));
    defer_on_failure!(log.borrow_mut().push("failure"));
    if number == 2 {
        return Ok(log.borrow().len());
    }
    with!(name = guard("name", |name| log.borrow_mut().push(name)) => {
        if number == 3 {
            return Ok(name.len());
        }
    });
    try_finally!({
        if number == 4 {
            return Ok(4);
        }
    } finally {
        close(&mut log.borrow_mut(), number == 4)?
    })?;
    // A temporary in the tail.
    Ok(log.borrow().len())
}

#[test]
fn functions() {
    let run = |number| {
        let log = RefCell::default();
        let result = free(&log, number).map_err(|error| error.to_string().contains("refused"));
        (result.map_err(|_| ()), log.into_inner())
    };
    assert_eq!(run(0), (Ok(2), vec!["name", "closed", "success", "closed"]));
    assert_eq!(run(1), (Err(()), vec!["name", "closed", "success", "closed"]));
    assert_eq!(run(2), (Ok(0), vec!["success", "closed"]));
    assert_eq!(run(3), (Ok(4), vec!["name", "success", "closed"]));
    assert_eq!(run(4), (Err(()), vec!["name", "closed", "failure", "closed"]));
}

#[with_cleanup(first = guard(String::new(), drop))]
fn headed(log: &RefCell<Vec<&'static str>>, early: bool) -> Result<usize, Error> {
    defer!(close(&mut log.borrow_mut(), early)?);
    if early {
        return Ok(first.len());
    }
    first.push_str("body");
    Ok(first.len())
}

#[with_cleanup(first = guard(String::new(), drop))]
async fn headed_future(log: &std::sync::Mutex<Vec<&'static str>>, early: bool) -> Result<usize, Error> {
    defer!(close(&mut log.lock().unwrap(), early)?);
    std::future::ready(()).await;
    if early {
        return Ok(first.len());
    }
    first.push_str("body");
    Ok(first.len())
}

#[test]
fn heads() {
    let log = RefCell::default();
    assert_eq!(headed(&log, false).unwrap(), 4);
    assert!(is_refused(headed(&log, true)));
    let log = std::sync::Mutex::default();
    assert_eq!(ready(headed_future(&log, false)).unwrap(), 4);
    assert!(is_refused(ready(headed_future(&log, true))));
}

#[with_cleanup]
fn boxed(text: &str) -> Result<Box<dyn std::fmt::Display>, Box<dyn std::error::Error + Send + Sync>> {
    defer!(close(&mut Vec::new(), text == "1")?);
    if text.is_empty() {
        return Ok(Box::new("empty"));
    }
    let number: u8 = text.parse()?;
    Ok(Box::new(number))
}

#[with_cleanup]
fn iterator(list: &[usize]) -> impl Iterator<Item = usize> + '_ {
    defer!(drop(String::new()));
    list.iter().copied()
}

#[with_cleanup]
unsafe fn unchecked(list: &[usize]) -> usize {
    defer!(drop(String::new()));
    *list.get_unchecked(0)
}

#[test]
fn types() {
    let boxed = |text| boxed(text).map(|shown| shown.to_string()).map_err(|error| error.is::<Error>());
    assert_eq!(boxed(""), Ok(String::from("empty")));
    assert_eq!((boxed("2"), boxed("1"), boxed("x")), (Ok(String::from("2")), Err(true), Err(false)));
    assert_eq!(iterator(&[1, 2]).sum::<usize>(), 3);
    assert_eq!(unsafe { unchecked(&[1]) }, 1);
}
