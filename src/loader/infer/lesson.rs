//! What the models see of a page whose structure is known, and what they say of it with given
//! weights: for training and testing them, and for nothing else (`benches/infer`).

use super::answer::{self, Kind, Scene};
use super::facts::{Facts, Rarity};
use super::pair::{Page, View};
use super::solve::{self, Known};
use super::turns::Voices;
pub use super::weigh::Weights;
use super::{quoted, segment};
use crate::loader::flat;
use crate::text::quote::Normal;

/// Ancestors that are thought of.
const STEPS: usize = 9;

/// What a page's places are described by, for [`places`] and [`above`].
pub const EVIDENCE: usize = flat::COUNT;

/// What is seen at each place of a page where its comments may begin: from its second line to
/// past its last, blank lines not counted.
#[must_use]
pub fn places(page: &str) -> Vec<[f32; EVIDENCE]> {
    flat::places(page)
}

/// The weights in use for that evidence.
#[must_use]
pub fn border() -> [f32; EVIDENCE] {
    flat::WEIGHTS
}

/// How many lines stand above the comments of a page by these weights, blank ones not counted.
#[must_use]
pub fn above(page: &str, weights: &[f32; EVIDENCE]) -> usize {
    flat::above(page, weights)
}

/// For each line but the first, what is seen of it and the line above.
#[must_use]
pub fn joins(lines: &[&str]) -> Vec<Vec<String>> {
    let facts: Vec<Facts<'_>> = lines.iter().map(|line| Facts::of(line)).collect();
    let quotes = quoted::quotes(&Normal::default(), &facts);
    let (rarity, page) = (Rarity::of(&facts), Page::of(&facts));
    let view = View { lines: &facts, quotes: &quotes, gaps: &[], rarity: &rarity, page: &page };
    let one = |at: usize| {
        let mut seen = Vec::new();
        page.see(&mut seen);
        view.see(at, &mut seen);
        seen
    };
    (1..facts.len()).map(one).collect()
}

/// For each comment, what is seen of the answers that it may give (to the comment above, to
/// that one's ancestors, to the article) and which of them is right. Comments whose parent is
/// none of these are left out. `comments` are the lines of each with its parent, `authors` their
/// names, or nothing.
#[must_use]
pub fn answers(
    article: &str,
    comments: &[(Vec<&str>, Option<usize>)],
    authors: &[&str],
) -> Vec<(Vec<Vec<String>>, usize)> {
    let (lines, starts) = lines_of(comments.iter().map(|(lines, _)| lines.as_slice()));
    let scene = Scene::of(&lines, &starts, vec![0.0; starts.len()], article, Voices::of(authors.iter().copied()));
    let above = |at: &usize| comments.get(*at).and_then(|(_, parent)| *parent);
    let one = |at: usize| {
        let path: Vec<usize> = std::iter::successors(at.checked_sub(1), above).take(comments.len()).collect();
        let depth = path.len().saturating_sub(1);
        let path = path.get(..path.len().min(STEPS)).unwrap_or_default();
        let right = match above(&at) {
            Some(parent) => path.iter().position(|known| *known == parent)?,
            None => path.len(),
        };
        let mut all: Vec<Vec<String>> = Vec::new();
        for (height, parent) in (1..).zip(path) {
            let kind = if height == 1 { Kind::Above } else { Kind::Up };
            let mut seen = Vec::new();
            answer::see_child(&scene, at, kind, &mut seen);
            answer::see_pair(&scene, at, *parent, kind, &mut seen);
            answer::see_place(kind, height, depth, &mut seen);
            answer::see_voices(&scene, at, [Some(*parent), above(parent)], kind, &mut seen);
            all.push(seen);
        }
        let mut seen = Vec::new();
        answer::see_child(&scene, at, Kind::Top, &mut seen);
        answer::see_place(Kind::Top, 0, depth, &mut seen);
        answer::see_voices(&scene, at, [None, None], Kind::Top, &mut seen);
        all.push(seen);
        Some((all, right))
    };
    (0..comments.len()).filter_map(one).collect()
}

/// For each line, whether it begins a comment.
#[must_use]
pub fn cut(lines: &[&str], weights: Weights) -> Vec<bool> {
    let facts: Vec<Facts<'_>> = lines.iter().map(|line| Facts::of(line)).collect();
    let quotes = quoted::quotes(&Normal::default(), &facts);
    segment::cut(&segment::joins(&facts, &quotes, &[], weights))
}

/// What is said of whom a comment answers.
pub struct Said {
    /// How likely it answers nobody.
    pub top: f32,
    /// Whom else how likely, the likeliest first.
    pub candidates: Vec<(usize, f32)>,
    /// Whom it answers if all is told.
    pub best: Option<usize>,
}

/// What weak evidence alone says of each comment. They may be pieces of comments, in doubt, if
/// there are weights for that.
#[must_use]
pub fn solved(
    article: &str,
    comments: &[Vec<&str>],
    authors: &[&str],
    weights: Weights,
    pieces: Option<Weights>,
) -> Vec<Said> {
    let (lines, starts) = lines_of(comments.iter().map(Vec::as_slice));
    let quotes = quoted::quotes(&Normal::default(), &lines);
    let goes_on = match pieces {
        Some(weights) => segment::joins_at(&lines, &quotes, &[], &starts, weights),
        None => vec![0.0; starts.len()],
    };
    let scene = Scene::of(&lines, &starts, goes_on, article, Voices::of(authors.iter().copied()));
    let open = vec![Known::Open; comments.len()];
    let all = solve::solve(&scene, &open, weights).into_iter();
    all.map(|found| Said { top: found.top, candidates: found.candidates, best: found.best }).collect()
}

/// The lines of all comments, and where each comment begins.
fn lines_of<'a, 's: 'a>(comments: impl Iterator<Item = &'a [&'s str]>) -> (Vec<Facts<'s>>, Vec<usize>) {
    let (mut all, mut starts) = (Vec::new(), Vec::new());
    for lines in comments {
        starts.push(all.len());
        all.extend(lines.iter().map(|line| Facts::of(line)));
    }
    (all, starts)
}
