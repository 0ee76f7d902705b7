//! What a vector of boxed closures does.

use super::plan::{End, Op, Plan, Push};
use crate::support::Does;

/// What following a plan comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Story {
    pub(super) events: Vec<String>,
    pub(super) reports: Vec<String>,
    pub(super) panic: Option<String>,
}

/// Told the outcome, it logs and adds others.
type Cleanup<'p> = Box<dyn FnOnce(&str, &mut Vec<String>, &mut Entries<'p>) + 'p>;

/// The closures, each with what it was made of.
struct Entries<'p>(Vec<(&'p Push, Cleanup<'p>)>);

impl<'p> Entries<'p> {
    fn push(&mut self, push: &'p Push) {
        let cleanup = move |outcome: &str, events: &mut Vec<String>, entries: &mut Self| {
            let id = push.id;
            events.push(if push.kind.sees_outcome() { format!("{id} {outcome}") } else { id.to_string() });
            push.adds.iter().filter(|added| !added.dismissed).for_each(|added| entries.push(added));
        };
        self.0.push((push, Box::new(cleanup)));
    }
}

pub(super) fn expected(plan: &Plan) -> Story {
    let mut entries = Entries(Vec::new());
    for (ops, _) in &plan.phases {
        let mut with_handle = Vec::new();
        for op in ops {
            match op {
                Op::Push(push, _) => {
                    entries.push(push);
                    if !push.kind.has_target() {
                        with_handle.push(push.id);
                    }
                }
                Op::Dismiss(at, _) => entries.0.retain(|(push, _)| push.id != with_handle[*at]),
            }
        }
    }
    close(entries, plan.end)
}

fn close(mut entries: Entries<'_>, end: End) -> Story {
    let mut story = Story::default();
    let unwinding = matches!(end, End::DropWhileUnwinding | End::SuccessWhileUnwinding);
    if unwinding {
        story.panic = Some("outer panicked".to_owned());
    }
    let mut outcome = match end {
        End::Success | End::SuccessWhileUnwinding => "success",
        End::Error => "failure(body failed)",
        End::Failure | End::Drop => "failure",
        End::Panic | End::DropWhileUnwinding => "panic",
    }
    .to_owned();
    let mut failures = Vec::new();
    while let Some((push, cleanup)) = entries.0.pop() {
        cleanup(&outcome, &mut story.events, &mut entries);
        let (id, name) = (push.id, push.kind.name());
        match push.does {
            Does::Well => {}
            Does::Fail => {
                failures.push((name, id));
                if outcome == "success" {
                    outcome = format!("failure({id} failed)");
                }
            }
            Does::Panic => {
                match story.panic {
                    Some(_) => story.reports.push(format!("{name} panic: panicked: {id} panicked")),
                    None => story.panic = Some(format!("{id} panicked")),
                }
                "panic".clone_into(&mut outcome);
            }
        }
    }
    let drops = matches!(end, End::Drop | End::DropWhileUnwinding);
    if drops || story.panic.is_some() && !unwinding {
        story.reports.extend(failures.iter().map(|(name, id)| format!("{name} {outcome}: {id} failed")));
    } else if failures.is_empty() {
        story.events.push("closed".to_owned());
    } else {
        let failures: Vec<_> = failures.iter().map(|(name, id)| format!("{name}: {id} failed")).collect();
        story.events.push(failures.join(", "));
    }
    story
}
