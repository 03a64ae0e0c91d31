//! Whatever is done in whatever order, what comes back is what a plain model says.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::model::fold::is_in_rule;
use crate::model::{Folds, Thread};

const COMMENTS: u32 = 12;

#[derive(Clone, Debug)]
enum Act {
    Mark(usize, String),
    Unmark(usize),
    Fold(Vec<usize>, bool),
    Folds(Option<u32>, Vec<usize>),
    Read(Vec<usize>, bool),
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    let row = 0..COMMENTS as usize;
    let rows = prop::collection::vec(row.clone(), 0..4);
    prop_oneof![
        4 => (row.clone(), "[a-z]{0,4}").prop_map(|(r, n)| Act::Mark(r, n)),
        2 => row.prop_map(Act::Unmark),
        2 => (rows.clone(), any::<bool>()).prop_map(|(r, on)| Act::Fold(r, on)),
        2 => (prop::option::of(1u32..3), rows.clone()).prop_map(|(levels, r)| Act::Folds(levels, r)),
        2 => (rows, any::<bool>()).prop_map(|(r, on)| Act::Read(r, on)),
        1 => Just(Act::Reopen),
    ]
}

#[derive(Default)]
struct Plain {
    marks: BTreeMap<usize, String>,
    folds: BTreeSet<usize>,
    read: BTreeSet<usize>,
}

impl Plain {
    fn change(&mut self, act: &Act, thread: &Thread) -> Option<Change> {
        let ids = |rows: &[usize]| rows.iter().map(|r| CommentId::at(*r)).collect::<Vec<_>>();
        let set = |set: &mut BTreeSet<usize>, rows: &[usize], on: bool| {
            for row in rows {
                if on {
                    set.insert(*row)
                } else {
                    set.remove(row)
                };
            }
        };
        match act {
            Act::Mark(row, note) => {
                self.marks.insert(*row, note.clone());
                Some(marked(CommentId::at(*row), note))
            }
            Act::Unmark(row) => {
                self.marks.remove(row);
                Some(unmarked(CommentId::at(*row)))
            }
            Act::Fold(rows, on) => {
                set(&mut self.folds, rows, *on);
                Some(fold(ids(rows), *on))
            }
            // Those that the rule folds are opened, the others folded.
            Act::Folds(levels, rows) => {
                let ruled = |row: usize| is_in_rule(thread, *levels, CommentId::at(row));
                let (open, folded) = ids(rows).into_iter().partition(|id: &CommentId| ruled(id.index()));
                let is_folded = |row: &usize| ruled(*row) != rows.contains(row);
                self.folds = (0..thread.len()).filter(is_folded).collect();
                Some(Change::Folds(Folds { levels: *levels, folded, open }))
            }
            Act::Read(rows, on) => {
                set(&mut self.read, rows, *on);
                Some(read(ids(rows), *on))
            }
            Act::Reopen => None,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn restore_equals_a_plain_model(acts in prop::collection::vec(act(), 0..40), ids in any::<bool>()) {
        let folder = folder();
        let sample = if ids { Sample::of(COMMENTS).with_ids() } else { Sample::of(COMMENTS) };
        let seen = sample.open();
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        let mut plain = Plain::default();
        for act in &acts {
            match plain.change(act, seen.d.thread()) {
                Some(change) => seen.apply(&mut store, &mut a, &[change]),
                None => {
                    store = open(folder.path());
                    a = seen.attach(&mut store);
                }
            }
        }
        let restored = seen.again(&mut store);
        let marks: BTreeMap<usize, String> = notes(&restored)
            .into_iter()
            .filter_map(|(at, note)| match at {
                Spot::Comment(id) => Some((id.index(), note)),
                Spot::Passage(_) => None,
            })
            .collect();
        prop_assert_eq!(marks, plain.marks);
        let rows = |ids: &[CommentId]| ids.iter().map(|id| id.index()).collect::<BTreeSet<_>>();
        let folds = &restored.folds;
        let is_folded = |id: &CommentId| {
            let ruled = is_in_rule(seen.d.thread(), folds.levels, *id);
            folds.folded.contains(id) || (ruled && !folds.open.contains(id))
        };
        let folded: Vec<CommentId> = seen.d.thread().ids().filter(is_folded).collect();
        prop_assert_eq!(rows(&folded), plain.folds);
        prop_assert_eq!(rows(&restored.read), plain.read);
        prop_assert!(restored.missing.is_empty() && restored.doubtful.is_empty());
    }
}
