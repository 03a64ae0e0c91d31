//! What the models see of a page whose structure is known: for training them, and for nothing
//! else (`benches/infer`).

use super::answer::{self, Kind, Scene};
use super::facts::{Facts, Rarity};
use super::{quoted, segment};
use crate::text::quote::Normal;

/// Ancestors that are thought of.
const STEPS: usize = 9;

/// For each line but the first, what is seen of it and the line above.
#[must_use]
pub fn joins(lines: &[&str]) -> Vec<Vec<String>> {
    let facts: Vec<Facts<'_>> = lines.iter().map(|line| Facts::of(line)).collect();
    let quotes = quoted::quotes(&Normal::default(), &facts);
    let (rarity, page) = (Rarity::of(&facts), segment::page_of(&facts));
    let one = |at: usize| {
        let mut seen = Vec::new();
        segment::see(&facts, &quotes, &[], &rarity, &page, at, &mut seen);
        seen
    };
    (1..facts.len()).map(one).collect()
}

/// For each comment, what is seen of the answers that it may give (to the comment above, to
/// that one's ancestors, to the article) and which of them is right. Comments whose parent is
/// none of these are left out. `comments` are the lines of each with its parent.
#[must_use]
pub fn answers(article: &str, comments: &[(Vec<&str>, Option<usize>)]) -> Vec<(Vec<Vec<String>>, usize)> {
    let lines: Vec<Facts<'_>> = comments.iter().flat_map(|(lines, _)| lines).map(|line| Facts::of(line)).collect();
    let starts: Vec<usize> = comments
        .iter()
        .scan(0, |at, (lines, _)| {
            let start = *at;
            *at += lines.len();
            Some(start)
        })
        .collect();
    let scene = Scene::of(&lines, &starts, article);
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
            all.push(seen);
        }
        let mut seen = Vec::new();
        answer::see_child(&scene, at, Kind::Top, &mut seen);
        answer::see_place(Kind::Top, 0, depth, &mut seen);
        all.push(seen);
        Some((all, right))
    };
    (0..comments.len()).filter_map(one).collect()
}
