//! Comments for which a page has no elements that are alike: what stands in a box of comments,
//! or below a heading that announces them, is read as text is.

use super::article::{Cuts, discussion_by_name};
use super::generic::{BESIDE, is_box, is_called};
use crate::loader::flat::{self, Comments};
use crate::loader::format::unmarked::Flat;
use crate::loader::page::{Id, Page, Selector};
use crate::model::{DraftWriter, Media};

/// Where nobody is named, comments are told from what else stands there by lines of so many characters.
const PROSE: usize = 40;

/// A heading stands in no more boxes of its own.
const HIGH: usize = 6;

/// What is no comment, in addition to what stands beside them.
const UNSEEN: &str = "script, style, noscript, template, button, input, textarea, select, svg, iframe, body > footer";

/// Where comments are.
struct Place {
    /// They stand in this element.
    around: Id,
    /// They stand below this one in it.
    heading: Option<Id>,
}

/// Writes them, and says where they stand. Where there are none, nothing is cut out of the page.
pub(super) fn write(page: &Page<'_>, writer: &mut DraftWriter) -> Cuts {
    let boxes = discussion_by_name(page);
    let Some(place) = boxed(page, &boxes).or_else(|| below_heading(page)) else {
        return Cuts::default();
    };
    let without = Selector::new(BESIDE).or(Selector::new(UNSEEN)).on(page);
    let text = page.lines(place.around, place.heading, &without);
    let comments = flat::comments(&text);
    if !is_talk(&text, &comments) {
        return Cuts::default();
    }
    let article = page.text_before(place.heading.unwrap_or(place.around));
    let whole = writer.pooled(&text, Media::Plain);
    Flat { text: &text, place: whole }.write(writer, article, comments);
    Cuts::of(place.nodes(page).chain(boxes.nodes().iter().copied()).collect())
}

impl Place {
    /// The outermost elements that hold nothing else.
    fn nodes<'p>(&self, page: &'p Page<'_>) -> impl Iterator<Item = Id> + 'p {
        let Self { around, heading } = *self;
        let from = heading.unwrap_or(around);
        (from..page.end(around)).filter(move |id| match heading {
            Some(_) => page.parent(*id) == Some(around),
            None => *id == around,
        })
    }
}

/// The box with most text in it that does not hold the article as well. One that has comments in
/// its classes only, as articles that allow them do, is none if most of the page stands in it.
fn boxed(page: &Page<'_>, boxes: &Cuts) -> Option<Place> {
    let holds_article = page.holds(|name| matches!(name, "h1" | "main"));
    let all = page.ids().map(|id| page.weight(id)).max().unwrap_or(0);
    let has_name = |id: Id| page.attribute(id, "id").is_some_and(is_called);
    let is_part = |id: Id| page.name(id) != "article" && (page.weight(id) * 2 < all || has_name(id));
    let called = page.ids().filter(|id| is_box(page, *id) && is_part(*id) && !holds_article(*id));
    let all = boxes.nodes().iter().copied().chain(called);
    let most = all.max_by_key(|id| (page.weight(*id), std::cmp::Reverse(*id)))?;
    (page.weight(most) > PROSE).then_some(Place { around: most, heading: None })
}

/// What follows a heading that announces comments, in the smallest element with anything to follow it.
fn below_heading(page: &Page<'_>) -> Option<Place> {
    let is_heading = |id: &Id| matches!(page.name(*id), "h2" | "h3" | "h4" | "h5" | "h6");
    let heading = page.ids().filter(is_heading).find(|id| flat::is_marker(&page.line(*id, &Selector::default())))?;
    let above = std::iter::once(heading).chain(page.ancestors(heading)).take(HIGH);
    above.filter_map(|heading| Some((heading, page.parent(heading)?))).find_map(|(heading, around)| {
        let follows = page.lines(around, Some(heading), &Selector::default()).len() > PROSE;
        follows.then_some(Place { around, heading: Some(heading) })
    })
}

/// Whether somebody speaks there: somebody is named, or most lines are long and there are two of them.
fn is_talk(text: &str, comments: &Comments) -> bool {
    match comments {
        Comments::Pieces(pieces) => !pieces.is_empty(),
        Comments::Lines(lines) => {
            let long = lines
                .iter()
                .filter_map(|line| text.get(line.clone()))
                .filter(|line| line.chars().count() >= PROSE)
                .count();
            long > 1 && long * 3 >= lines.len() * 2
        }
    }
}
