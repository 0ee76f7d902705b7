//! `anyhow::Error` and `eyre::Report` carry the failures of cleanups, and stay what they are.
#![cfg(test)]

use std::{error::Error as _, fmt, sync::Mutex};

use with_cleanup::{
    Error, Report, Suppressed, SuppressedFailures, attempt, defer, set_report_hook, take_report_hook,
    with_cleanup,
};

#[derive(Debug, PartialEq)]
struct Fault(&'static str);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed", self.0)
    }
}

impl std::error::Error for Fault {}

fn texts(failures: &[Error]) -> Vec<String> {
    failures.iter().map(|failure| failure.source().expect("it has a source").to_string()).collect()
}

/// The same functions for both libraries, and what they have to return.
macro_rules! library {
    ($module:ident, $error:ty, $context:ident) => {
        mod $module {
            use super::*;

            #[with_cleanup]
            fn function(body: Result<u8, Fault>) -> Result<u8, $error> {
                defer!(Err(Fault("second"))?);
                defer!(Err(Fault("first"))?);
                Ok(body?)
            }

            #[test]
            fn an_error_of_the_function_carries_the_failures() {
                let error = function(Err(Fault("body"))).unwrap_err();
                assert_eq!(error.downcast_ref(), Some(&Fault("body")));
                let carried = error.downcast_ref::<SuppressedFailures>().expect("the failures");
                assert_eq!(texts(carried.failures()), ["first failed", "second failed"]);
            }

            #[test]
            fn its_text_is_its_own_and_that_of_the_failures() {
                let text = function(Err(Fault("body"))).unwrap_err().to_string();
                let failures: Vec<_> = text.split(" [suppressed: cleanup of `defer` failed at ").collect();
                let [own, first, second] = &failures[..] else { panic!("{text}") };
                assert_eq!(*own, "body failed");
                assert!(first.ends_with(": first failed]") && second.ends_with(": second failed]"), "{text}");
            }

            #[test]
            fn a_failure_becomes_the_error() {
                let error = function(Ok(1)).unwrap_err();
                let failure = error.downcast_ref::<Error>().expect("the failure");
                assert_eq!(failure.downcast_ref(), Some(&Fault("first")));
                assert_eq!(texts(failure.suppressed()), ["second failed"]);
            }

            #[test]
            fn context_that_is_added_later_hides_nothing() {
                let error = function(Err(Fault("body"))).unwrap_err().$context("while testing");
                assert_eq!(error.to_string(), "while testing");
                assert_eq!(error.downcast_ref(), Some(&Fault("body")));
                let carried = error.downcast_ref::<SuppressedFailures>().expect("the failures");
                assert_eq!(carried.failures().len(), 2);
            }

            #[test]
            fn an_attempt_carries_the_failure_of_its_cleanup() {
                let body = || -> Result<u8, $error> { Err(Fault("body"))? };
                let error = attempt(body).finally(|| Ok(Err(Fault("cleanup"))?)).unwrap_err();
                assert_eq!(error.downcast_ref(), Some(&Fault("body")));
                let carried = error.downcast_ref::<SuppressedFailures>().expect("the failure");
                assert_eq!(texts(carried.failures()), ["cleanup failed"]);
            }

            #[test]
            fn a_message_carries_failures_too() {
                let failure = function(Ok(1)).unwrap_err().downcast::<Error>().expect("the failure");
                let mut error = <$error>::msg("no more");
                error.suppress(failure);
                assert!(error.to_string().starts_with("no more [suppressed: "), "{error}");
            }
        }
    };
}

library!(anyhow, ::anyhow::Error, context);
library!(eyre, ::eyre::Report, wrap_err);

#[test]
fn nothing_is_reported_twice() {
    static REPORTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

    #[with_cleanup]
    fn function() -> ::anyhow::Result<()> {
        defer!(Err(Fault("cleanup"))?);
        ::anyhow::bail!("body")
    }

    set_report_hook(Box::new(|report: &Report<'_>| REPORTS.lock().unwrap().push(report.error().to_string())));
    let error = function().unwrap_err();
    drop(take_report_hook());
    assert!(error.downcast_ref::<SuppressedFailures>().is_some());
    assert_eq!(*REPORTS.lock().unwrap(), [""; 0]);
}
