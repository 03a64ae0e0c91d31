//! Where the article ends: every place is scored, and so is that there are no comments.
//!
//! The score is a sum of evidence times weight, and the best place wins (a log-linear model
//! over the places of one page). Evidence at a place is what the two lines there look like,
//! how it lies to the heads that the page repeats ([`Learnt`]), and for each sign of the
//! register (who speaks, with what care, how long, how far in) how much more often it
//! stands below than above, in standard errors: that is greatest where the voice changes.

use super::learn::Learnt;
use super::row::{Part, Row};
use super::voice::{self, SIGNS};

/// How many pieces of evidence there are.
pub(in crate::loader) const COUNT: usize = 67 + SIGNS;

/// The evidence at each place of a page.
pub(super) struct Evidence<'a> {
    rows: &'a [Row],
    learnt: &'a Learnt,
    /// Sums of each sign over the rows before, one more than rows.
    sums: Vec<[f32; SIGNS]>,
    near: Vec<voice::Near>,
    /// Places with a blank line.
    blanks: usize,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(source: &str, rows: &'a [Row], learnt: &'a Learnt) -> Self {
        let mut sums = Vec::with_capacity(rows.len() + 1);
        let mut near = Vec::with_capacity(rows.len());
        let mut sum = [0.0; SIGNS];
        sums.push(sum);
        for row in rows {
            let (signs, beside) = voice::of(row, row.text(source));
            sum.iter_mut().zip(signs).for_each(|(sum, sign)| *sum += sign);
            sums.push(sum);
            near.push(beside);
        }
        let blanks = rows.iter().skip(1).filter(|row| row.blanks > 0).count();
        Self { rows, learnt, sums, near, blanks }
    }

    /// The evidence for comments that begin with this row; the number of rows stands for none.
    pub(super) fn at(&self, cut: usize) -> [f32; COUNT] {
        let mut list = List { values: [0.0; COUNT], next: 0 };
        let rows = self.rows.len();
        let none = cut >= rows;
        list.put(none);
        (1..=5).for_each(|tier| list.put(none && self.learnt.tier >= tier));
        list.add(if none { (rows as f32).ln() } else { 0.0 });
        if none {
            return list.values;
        }
        self.beside(cut, &mut list);
        self.heads(cut, &mut list);
        self.register(cut, &mut list);
        list.values
    }

    /// What the two rows look like.
    fn beside(&self, cut: usize, list: &mut List) {
        let (Some(row), Some(near)) = (self.rows.get(cut), self.near.get(cut)) else { return };
        let above = cut.checked_sub(1).and_then(|at| Some((self.rows.get(at)?, self.near.get(at)?)));
        let Some((over, over_near)) = above else { return };
        list.put(row.blanks > 0);
        list.put(row.blanks > 1);
        list.put(row.blanks > 0 && self.blanks == 1);
        list.put(row.blanks > 0 && self.blanks == 1 && self.rows.len() - cut >= 4 && cut >= 3);
        list.put(row.blanks > 0 && self.blanks * 10 <= self.rows.len());
        list.put(near.marker);
        list.put(over_near.marker);
        list.put(near.opens);
        list.put(near.notice);
        list.put(over_near.notice);
        list.put(over_near.asks);
        list.put(over_near.invites);
        list.put(near.invites);
        list.put(row.indent > over.indent);
        list.put(row.indent < over.indent);
        list.put(over.width < 30);
        list.add((cut as f32).ln());
        list.add(((self.rows.len() - cut) as f32).ln());
        list.put(cut == 1);
    }

    /// How the place lies to the page's heads.
    fn heads(&self, cut: usize, list: &mut List) {
        let Learnt { rows, starts, foot, gap, .. } = self.learnt;
        let from = list.next;
        let (Some(first), count) = (starts.first().copied(), rows.len()) else { return };
        let before = starts.partition_point(|start| *start < cut);
        let share = before as f32 / count as f32;
        let away = |from: usize, to: usize| (1.0 + to.saturating_sub(from) as f32).ln();
        if *foot {
            let body = first.saturating_sub(cut);
            list.put(cut == first);
            list.put(cut > first);
            list.add(if cut > first { share } else { 0.0 });
            list.put(cut < first);
            list.put(cut < first && count >= 3);
            (1..=5).for_each(|tier| list.put(cut <= first && self.learnt.tier >= tier));
            let usual = gap.saturating_sub(1).max(1) as f32;
            list.add(if cut < first { (body as f32 / usual).ln().abs() } else { 0.0 });
            list.add(if cut < first { away(0, body) } else { 0.0 });
            list.put(cut < first && body == 1);
            list.put(cut < first && body as f32 <= usual);
        } else {
            list.next = from + 14;
            let second = starts.get(1).copied();
            let far = second.is_some_and(|second| second - first > 4 * (*gap).max(3)) && count >= 3;
            (1..=5).for_each(|tier| list.put(cut == first && self.learnt.tier >= tier));
            list.put(cut == first && count >= 8);
            list.put(cut == first && far);
            list.put(Some(cut) == second && far);
            list.put(Some(cut) == second);
            list.put(cut > first && starts.get(before) == Some(&cut));
            list.put(cut > first && starts.get(before) != Some(&cut));
            list.add(share);
            list.put(cut < first);
            list.add(if cut < first { away(cut, first) } else { 0.0 });
            let here = self.rows.get(cut).map_or(0, |row| row.indent);
            let usual = starts.last().and_then(|at| self.rows.get(*at)).map_or(0, |row| row.indent);
            list.put(cut == first && here != usual);
            list.put(cut < first && self.rows.get(cut).is_some_and(|row| row.shape.has(Part::Stamp)));
            let head = rows.first().and_then(|at| self.rows.get(*at));
            let clock = head.is_some_and(|head| head.clock) || self.rows.get(first + 1).is_some_and(|row| row.clock);
            let said = self.learnt.shape.has(Part::Said);
            list.put(cut == first && count == 1 && clock);
            list.put(cut == first && count == 1 && said);
            list.put(cut == first && count == 1 && first >= 4);
            list.put(cut == first && clock);
            list.put(cut == first && clock && said);
            list.put(cut == first && first <= 2 && count == 1);
        }
        list.next = from + 38;
    }

    /// How the voices above and below differ.
    fn register(&self, cut: usize, list: &mut List) {
        list.next = COUNT - SIGNS;
        let (Some(all), Some(above)) = (self.sums.last(), self.sums.get(cut)) else { return };
        let (over, under) = (cut as f32, (self.rows.len() - cut) as f32);
        for (all, above) in all.iter().zip(above) {
            let difference = (all - above) / under - above / over;
            let mean = (all / (over + under)).abs().clamp(0.02, 2.0);
            let error = (mean * (1.0 / over + 1.0 / under)).sqrt();
            list.add((difference / error).clamp(-6.0, 6.0) / 2.0);
        }
    }
}

struct List {
    values: [f32; COUNT],
    next: usize,
}

impl List {
    fn add(&mut self, value: f32) {
        if let Some(place) = self.values.get_mut(self.next) {
            *place = value;
        }
        self.next += 1;
    }

    fn put(&mut self, holds: bool) {
        self.add(f32::from(u8::from(holds)));
    }
}

/// What each piece of evidence is worth.
pub(in crate::loader) type Weights = [f32; COUNT];

/// The row with which the comments begin; the number of rows if there are none.
pub(super) fn find(evidence: &Evidence<'_>, weights: &Weights) -> usize {
    let score = |cut: usize| evidence.at(cut).iter().zip(weights).map(|(value, weight)| value * weight).sum::<f32>();
    let rows = evidence.rows.len();
    let best = (1..=rows).map(|cut| (cut, score(cut))).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(rows, |best| best.0)
}
