//! What is done with a stack, at random.

use crate::support::Does;

#[derive(Debug)]
pub(super) struct Plan {
    /// What is done, and what then becomes of the stack.
    pub(super) phases: Vec<(Vec<Op>, Between)>,
    pub(super) end: End,
}

/// With the number of entries after it.
#[derive(Debug)]
pub(super) enum Op {
    Push(Push, usize),
    /// Of the nth entry with a handle in this phase.
    Dismiss(usize, usize),
}

#[derive(Debug)]
pub(super) struct Push {
    pub(super) id: u32,
    pub(super) kind: Kind,
    pub(super) size: Size,
    pub(super) does: Does,
    /// What it adds when it runs.
    pub(super) adds: Vec<Push>,
    /// Whether the entry that adds it dismisses it again.
    pub(super) dismissed: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Enter,
    Adopt,
    Defer,
    DeferInfallible,
    DeferWith,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Size {
    Zero,
    Byte,
    Words,
    Odd,
    /// With what else the entry captures, 256 bytes.
    Limit,
    Large,
    Aligned,
    Owning,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Between {
    Stay,
    Take,
    Move,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Success,
    Error,
    Failure,
    Panic,
    SuccessWhileUnwinding,
    Drop,
    DropWhileUnwinding,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Adopt => "adopt",
            Self::Defer | Self::DeferInfallible => "defer",
            Self::DeferWith => "defer_with",
        }
    }

    pub(super) fn has_target(self) -> bool {
        matches!(self, Self::Enter | Self::Adopt)
    }

    pub(super) fn sees_outcome(self) -> bool {
        matches!(self, Self::Enter | Self::DeferWith)
    }
}

impl Plan {
    pub(super) fn new(below: &mut dyn FnMut(usize) -> usize) -> Self {
        use End::{Drop, DropWhileUnwinding, Error, Failure, Panic, Success, SuccessWhileUnwinding};
        let mut maker = Maker { below, next_id: 0, len: 0 };
        let trouble = maker.choose(&[2, 8, 30, 1000]);
        // Few cases are long, because most mistakes show in a short one.
        let longest = maker.choose(&[4, 8, 8, 16, 16, 40, if cfg!(miri) { 60 } else { 120 }]);
        let phases = (0..=(maker.below)(3)).map(|_| maker.phase(longest, trouble)).collect();
        let ends = [Success, Success, Error, Failure, Panic, SuccessWhileUnwinding, Drop, DropWhileUnwinding];
        Self { phases, end: maker.choose(&ends) }
    }

    /// The number of all entries, those included that others add.
    pub(super) fn entries(&self) -> usize {
        fn count(push: &Push) -> usize {
            1 + push.adds.iter().map(count).sum::<usize>()
        }

        let ops = self.phases.iter().flat_map(|(ops, _)| ops);
        ops.map(|op| if let Op::Push(push, _) = op { count(push) } else { 0 }).sum()
    }
}

struct Maker<'c> {
    below: &'c mut dyn FnMut(usize) -> usize,
    next_id: u32,
    len: usize,
}

impl Maker<'_> {
    fn one_in(&mut self, chance: usize) -> bool {
        (self.below)(chance) == 0
    }

    fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.below)(from.len())]
    }

    fn phase(&mut self, longest: usize, trouble: usize) -> (Vec<Op>, Between) {
        let mut handles = 0;
        let mut live = Vec::new();
        let ops = (0..(self.below)(longest + 1)).map(|_| {
            if !live.is_empty() && self.one_in(4) {
                self.len -= 1;
                // The last one, or any.
                let at = if self.one_in(2) { live.len() - 1 } else { (self.below)(live.len()) };
                return Op::Dismiss(live.remove(at), self.len);
            }
            let push = self.push(0, trouble);
            self.len += 1;
            if !push.kind.has_target() {
                live.push(handles);
                handles += 1;
            }
            Op::Push(push, self.len)
        });
        let ops = ops.collect();
        (ops, self.choose(&[Between::Stay, Between::Take, Between::Move]))
    }

    fn push(&mut self, depth: usize, trouble: usize) -> Push {
        use Kind::{Adopt, Defer, DeferInfallible, DeferWith, Enter};
        use Size::{Aligned, Byte, Large, Limit, Odd, Owning, Words, Zero};
        let id = self.next_id;
        self.next_id += 1;
        let kind = self.choose(&[Enter, Adopt, Defer, DeferInfallible, DeferWith, DeferWith]);
        let size = self.choose(&[Zero, Zero, Byte, Words, Odd, Limit, Large, Aligned, Owning, Owning]);
        let does = match (self.below)(2 * trouble) {
            0 => Does::Panic,
            1 if !matches!(kind, DeferInfallible) => Does::Fail,
            _ => Does::Well,
        };
        let adds = match kind {
            DeferWith if depth < 3 => (self.below)(4),
            _ => 0,
        };
        let adds = (0..adds).map(|_| self.push(depth + 1, trouble)).collect();
        let dismissed = depth > 0 && !kind.has_target() && self.one_in(3);
        Push { id, kind, size, does, adds, dismissed }
    }
}
