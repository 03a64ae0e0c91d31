//! Which of several discussions is meant.

use super::{Event, Options};
use crate::error::{Error, Kind, Result};
use crate::model::choice::{Choice, ids};
use crate::model::{Discussion, Draft, Guesses, build};

/// The discussions of drafts, in their order. What is only a part is shown as soon as can be,
/// and guessed at when all of it is there.
pub(super) fn built(mut drafts: Vec<Draft>) -> Vec<Discussion> {
    let whole = drafts.iter_mut().filter(|draft| !draft.origin.partial);
    whole.for_each(|draft| super::infer::fill(draft, Guesses::default()));
    drafts.into_iter().map(build::discussion).collect()
}

/// What a sink is told of all that was read.
pub(super) fn event(mut all: Vec<Discussion>, options: &Options) -> Result<Event> {
    let picked = options.pick.as_deref().map(|words| pick(&all, words)).transpose()?;
    Ok(match all.len() {
        1 => Event::Whole(all.remove(0)),
        _ => Event::Several { all, picked },
    })
}

/// The one that is picked, else the first.
pub(super) fn one(mut all: Vec<Discussion>, options: &Options) -> Result<Discussion> {
    let at = options.pick.as_deref().map_or(Ok(0), |words| pick(&all, words))?;
    if at < all.len() { Ok(all.swap_remove(at)) } else { Err(super::nothing()) }
}

/// What can be shown while more is coming: of several only the one that is picked.
pub(super) fn part(all: Vec<Discussion>, options: &Options) -> Result<Discussion> {
    if all.len() > 1 && options.pick.is_none() { Err(super::nothing()) } else { one(all, options) }
}

/// Finds a discussion by its number from 1, by one of its ids, or by words of its title.
///
/// # Errors
/// If none fits, or several do.
pub fn pick(all: &[Discussion], words: &str) -> Result<usize> {
    let words = words.trim();
    let number = words.parse::<usize>().ok().filter(|number| (1..=all.len()).contains(number));
    let named = || all.iter().position(|discussion| ids(discussion).any(|id| id.as_str() == words));
    if let Some(at) = number.map(|number| number - 1).or_else(named) {
        return Ok(at);
    }
    let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let fits = |discussion: &Discussion| {
        let title = discussion.title().as_str().to_lowercase();
        !wanted.is_empty() && wanted.iter().all(|word| title.contains(word.as_str()))
    };
    let found: Vec<usize> = (0..all.len()).filter(|at| all.get(*at).is_some_and(fits)).collect();
    match found.as_slice() {
        [at] => Ok(*at),
        [] => Err(Error::new(Kind::Input, format!("none of the {} discussions matches {words:?}", all.len()))
            .hint("btl print --list shows their numbers, ids and titles")),
        [first, ..] => {
            let title = all.get(*first).map(|discussion| Choice::of(discussion).title).unwrap_or_default();
            let hint = format!("the first is number {}: {title}", first + 1);
            Err(Error::new(Kind::Input, format!("{} discussions match {words:?}", found.len())).hint(hint))
        }
    }
}
