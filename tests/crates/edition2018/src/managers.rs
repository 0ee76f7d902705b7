//! Functions with `#[context_manager]`, which capture all lifetimes here too.

use with_cleanup::{context_manager, with};

#[context_manager]
fn pushed<T: Clone>(list: &mut Vec<T>, value: &T) -> [T] {
    let length = list.len();
    list.push(value.clone());
    yield_!(list[length..]);
    list.truncate(length);
}

struct Store {
    items: Vec<String>,
    name: String,
}

impl Store {
    #[context_manager]
    fn first(&mut self, text: &str) -> Result<String, std::fmt::Error> {
        if text.is_empty() {
            return Err(std::fmt::Error);
        }
        let Self { items, name } = self;
        name.push_str(text);
        yield_!(items[0]);
        name.clear();
    }

    #[context_manager]
    fn taken(self) -> Vec<String> {
        let mut items = self.items;
        yield_!(items);
    }
}

#[test]
fn managers() {
    let mut list = vec![1];
    with!(slice = pushed(&mut list, &2) => assert_eq!(slice, [2]));
    assert_eq!(list, [1]);
    let mut store = Store { items: vec![String::new()], name: String::new() };
    with!(item = store.first("a").unwrap() => item.push('b')).unwrap();
    assert!(store.first("").is_err());
    assert_eq!((&*store.name, &*store.items[0]), ("", "b"));
    with!(items = store.taken() => items.clear());
}
