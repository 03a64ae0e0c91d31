//! One of several discussions that an input holds, as lists show it, and how a source names it.

use super::discussion::Discussion;
use crate::text::{Clean, Raw};

/// A discussion in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The site's id of it, else the article's id or address: what picks it again.
    pub id: Option<Clean>,
    /// Its title, or its opening words.
    pub title: Clean,
    /// How many comments it has here.
    pub comments: usize,
    /// When something was last said in it, in seconds since 1970 UTC.
    pub newest: Option<i64>,
}

impl Choice {
    /// What a list shows of a discussion.
    #[must_use]
    pub fn of(discussion: &Discussion) -> Self {
        let thread = discussion.thread();
        let times = thread.ids().filter_map(|id| thread.time(id)).chain(discussion.article().time());
        Self { id: ids(discussion).next(), title: discussion.title(), comments: thread.comments(), newest: times.max() }
    }
}

/// All that a discussion is called by, the best first.
pub(crate) fn ids(discussion: &Discussion) -> impl Iterator<Item = Clean> + '_ {
    let line = |text: &str| Clean::line(Raw::new(text));
    let origin = discussion.origin();
    let names = [
        origin.site.as_deref().map(line),
        Some(discussion.texts().line(discussion.article().id())),
        discussion.page_url(),
        discussion.article_url(),
        origin.site.as_deref().and_then(|site| site.split_once(':')).map(|(_, id)| line(id)),
    ];
    names.into_iter().flatten().filter(|name| !name.is_empty())
}

/// Stands between a source and what picks one of its discussions; no path has it.
const BETWEEN: char = '\u{1f}';

/// The name of what is picked of a source: what a mark keeps, to find it again.
#[must_use]
pub fn picked_source(source: &str, pick: &str) -> String {
    format!("{source}{BETWEEN}{pick}")
}

/// What finds one of several again when the input is read anew: its id, if it is like no
/// other and no number in the list, else its number.
fn pick_of(choices: &[Choice], which: usize) -> String {
    let id = choices.get(which).and_then(|choice| choice.id.as_ref());
    let is_number = |id: &&Clean| id.as_str().parse::<usize>().is_ok_and(|id| id <= choices.len());
    let is_alone = |id: &&Clean| choices.iter().filter(|choice| choice.id.as_ref() == Some(*id)).count() == 1;
    let id = id.filter(|id| !is_number(id) && is_alone(id));
    id.map_or_else(|| (which + 1).to_string(), |id| id.as_str().to_owned())
}

/// The name of one of several discussions of a source. A pipe can be read only once: its
/// discussions have no names.
#[must_use]
pub fn source_of(source: &str, choices: &[Choice], which: usize) -> String {
    match split_source(source).0 {
        "-" => "-".to_owned(),
        base => picked_source(base, &pick_of(choices, which)),
    }
}

/// A source and what picks one of its discussions, if the name has that.
#[must_use]
pub fn split_source(name: &str) -> (&str, Option<&str>) {
    name.split_once(BETWEEN).map_or((name, None), |(source, pick)| (source, Some(pick)))
}

/// Stands between the files that are read as one source.
const BESIDE: char = '\u{1e}';

/// The name of several files that are read as one source.
#[must_use]
pub fn join_sources(files: impl Iterator<Item = String>) -> String {
    files.collect::<Vec<_>>().join(BESIDE.encode_utf8(&mut [0; 4]))
}

/// The files that are read as one source.
pub fn sources_in(source: &str) -> impl Iterator<Item = &str> {
    source.split(BESIDE)
}

/// The name of a source for people.
#[must_use]
pub fn shown_source(name: &str) -> String {
    let (source, pick) = split_source(name);
    let files = sources_in(source).collect::<Vec<_>>().join(", ");
    pick.map_or_else(|| files.clone(), |pick| format!("{files} (--pick {pick})"))
}
