//! Types, modules and functions in the place of the prelude's and of ours.

mod alloc {}
mod cleanup_runtime {}
mod core {}
mod std {}
mod with_cleanup {}
mod __private {}

macro_rules! decoys {
    ($($name:ident)*) => { $(pub(crate) struct $name;)* };
}

decoys!(Option Result Some None Ok Err String Vec Box From Into Fn FnOnce FnMut Drop Send Sync Sized Default Iterator);
decoys!(Scope Witness Manager Slot Entered Exits Probe Name Site Outcome Error End Fail Guard ContextManager Runtime);
decoys!(Function Unsettled Merge Never ByReporting AlwaysWell Deferral Always OnSuccess OnFailure Place);

fn drop() {}
fn fail() {}
fn finally() {}
fn call() {}
fn settle() {}
fn nested() {}
fn within() {}
fn leave() {}
fn never_value() {}

#[path = "uses.rs"]
mod uses;
