use std::collections::HashMap;

use with_cleanup_functions::{
    coercions::{self, AnyError},
    log::{Log, Refused},
};

use crate::support::{closes, logs, ready, refusals};

/// The same as [`closes`] for functions that return any error.
#[track_caller]
fn closes_any<T: std::fmt::Debug + PartialEq>(
    run: impl Fn(&Log) -> Result<T, AnyError>,
    value: T,
    events: &str,
) {
    closes(|log| run(log).map_err(|error| *error.downcast::<with_cleanup::Error>().unwrap()), value, events);
}

#[test]
fn pointers() {
    logs(|log| coercions::boxes(log, false).to_string(), String::from("1"), "d");
    logs(|log| coercions::boxes(log, true).to_string(), String::from("early"), "d");
    closes(
        |log| coercions::boxes_in_result(log, false).map(|value| value.to_string()),
        String::from("1"),
        "d",
    );
    closes(
        |log| coercions::boxes_in_result(log, true).map(|value| value.to_string()),
        String::from("early"),
        "d",
    );
    let branch = |log: &Log, number| coercions::boxes_in_branches(log, number).map(|value| value.to_string());
    logs(|log| branch(log, 0), None, "s");
    logs(|log| branch(log, 1), Some(String::from("one")), "s");
    logs(|log| branch(log, 2), Some(String::from("2")), "s");
    logs(|log| coercions::slice(log, &vec![1], false).len(), 1, "d");
    logs(|log| coercions::slice(log, &vec![1], true).len(), 1, "d");
    logs(|log| coercions::text(log, &mut String::from("a"), false).to_owned(), String::from("a1"), "s");
    logs(|log| coercions::text(log, &mut String::from("a"), true).to_owned(), String::from("a"), "s");
    logs(|log| coercions::dynamic(log, &mut 1, false).to_string(), String::from("1"), "d");
    logs(|log| coercions::dynamic(log, &mut 1, true).to_string(), String::from("1"), "d");
    logs(|log| coercions::function(log, false)(3), 4, "d");
    logs(|log| coercions::function(log, true)(3), 6, "d");
    logs(coercions::array, &[1, 2][..], "s");
    logs(|log| coercions::closure(log)("abc"), 4, "d");
    logs(|log| coercions::diverges(log, 0), String::from("zero"), "s");
}

#[test]
fn errors() {
    closes_any(|log| coercions::any_error(log, "1"), 1, "d");
    let refused = |text: &str| coercions::any_error(&Log::default(), text).unwrap_err();
    assert_eq!(refused("").to_string(), "empty");
    assert!(refused("x").is::<std::num::ParseIntError>() && refused("r").is::<Refused>());
    assert!(refused("b").is::<Refused>());
}

#[test]
fn inference() {
    closes_any(|log| coercions::parses(log, "300"), 300, "d");
    closes_any(|log| coercions::parses(log, "+300"), 300, "d");
    logs(|log| coercions::parsed(log, "-1"), Ok(-1), "s");
    logs(|log| coercions::parsed(log, "300").is_err(), true, "");
    logs(|log| coercions::collects(log, &[("a", 1)]), HashMap::from([("a", 1)]), "d");
    closes_any(|log| coercions::collects_results(log, &["1", "2"]), vec![1, 2], "d");
    logs(|log| coercions::defaults(log, false), (String::new(), None, [0, 0]), "s");
    logs(|log| coercions::defaults(log, true), (String::new(), None, [0, 0]), "s");
    logs(|log| coercions::into(log, false).to_string(), String::from("end"), "d");
    logs(|log| coercions::into(log, true).to_string(), String::from("early"), "d");
    closes(|log| coercions::into_in_result(log).map(String::from), String::from("end"), "d");
    closes(|log| coercions::literals(log, false), (255, 1 << 40, vec![], None), "d");
    closes(|log| coercions::literals(log, true), (0, -1, vec![], None), "d");
}

#[test]
fn futures() {
    let shown = |log: &Log, text| ready(coercions::future(log, text)).map(|value| value.to_string());
    closes_any(|log| shown(log, ""), String::from("early"), "d");
    closes_any(|log| shown(log, "7"), String::from("7"), "d");
    closes_any(|log| ready(coercions::inferred_future(log, "300")), 300, "d");
}

#[test]
fn heads() {
    let shown = |log: &Log, text| coercions::headed(log, text).map(|value| value.to_string());
    logs(|log| shown(log, "").unwrap(), String::from("early"), "CM");
    logs(|log| shown(log, "7").unwrap(), String::from("7"), "CM");
    logs(|log| shown(log, "x").is_err(), true, "cm");
    logs(|log| coercions::headed_plain(log, &vec![7]).to_vec(), vec![7], "M");
    logs(|log| coercions::headed_plain(log, &vec![]).to_vec(), vec![1], "M");

    // The manager outside the one that fails sees the failure.
    let log = Log::refusing();
    let error = shown(&log, "7").unwrap_err().downcast::<with_cleanup::Error>().unwrap();
    assert_eq!((refusals(&error), log.take().as_str()), (1, "Cm"));
}
