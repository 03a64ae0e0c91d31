//! The comments of a page, written down.

use std::collections::HashMap;
use std::ops::Range;

use super::items::{Field, Items};
use super::rule::{By, Rule};
use super::words::{name as name_in, number, time};
use crate::loader::page::{Id, Page, Selector};
use crate::model::draft::Parent;
use crate::model::thread::{GuessKind, More};
use crate::model::{DraftWriter, Kind, Media, Row, State, TextRef};

/// The longest name that is taken for one.
const LONGEST_NAME: usize = 200;

/// What sites write in place of a text.
const GONE: [(&str, State); 9] = [
    ("[deleted]", State::Deleted),
    ("[removed]", State::Removed),
    ("[flagged]", State::Flagged),
    ("[dead]", State::Flagged),
    ("[Comment removed by author]", State::Deleted),
    ("[Comment removed by moderator]", State::Removed),
    ("Comment removed by moderator", State::Removed),
    ("Comment deleted by user", State::Deleted),
    ("This post was deleted", State::Deleted),
];

/// The first post of a page whose article is its first post.
#[derive(Debug)]
pub(super) struct First {
    id: TextRef,
    author: String,
    time: Option<i64>,
    body: TextRef,
    score: Option<i32>,
}

impl First {
    /// Makes it the article, where nothing better is known.
    pub(super) fn fill(self, writer: &mut DraftWriter) {
        let author = writer.pooled(&self.author, Media::Plain);
        let article = writer.article();
        if article.body.is_empty() {
            (article.id, article.body) = (self.id, self.body);
            article.author = author;
            article.time = self.time;
            article.score = article.score.or(self.score);
        }
        if !self.author.is_empty() {
            writer.add_roles_of(&self.author, crate::model::Roles::OP);
        }
    }
}

/// Writes the comments. What the others are about is handed back instead, if the rule says so.
pub(super) fn write(page: &Page<'_>, rule: &Rule, items: &Items, writer: &mut DraftWriter) -> Option<First> {
    let mut thread = Thread {
        page,
        rule,
        items,
        rows: vec![None; items.len()],
        by_id: HashMap::new(),
        item_of: HashMap::new(),
        levels: Vec::new(),
        wraps: wraps(page, rule),
    };
    let mut first = None;
    let mut more = items.more.iter().peekable();
    for item in 0..items.len() {
        while let Some((id, around)) = more.next_if(|(id, _)| items.node(item).is_some_and(|node| *id < node)) {
            thread.stub(writer, *id, *around);
        }
        if rule.first_is_article && item == 0 {
            first = thread.first(writer);
            continue;
        }
        thread.item(writer, item);
    }
    for (id, around) in more {
        thread.stub(writer, *id, *around);
    }
    first
}

struct Thread<'a, 's> {
    page: &'a Page<'s>,
    rule: &'a Rule,
    items: &'a Items,
    /// The row of each comment; none for elements that hold no comment of their own.
    rows: Vec<Option<Row>>,
    by_id: HashMap<String, Row>,
    item_of: HashMap<Row, usize>,
    /// The last row of each level, outermost first.
    levels: Vec<(i64, Row)>,
    /// How many wrappers are around each element, if that is what counts.
    wraps: Vec<u32>,
}

fn wraps(page: &Page<'_>, rule: &Rule) -> Vec<u32> {
    let By::Wrapped(what) = rule.parent else { return Vec::new() };
    let selector = Selector::new(what).on(page);
    let mut wraps: Vec<u32> = Vec::with_capacity(page.len());
    for id in page.ids() {
        let above = page.parent(id).and_then(|above| wraps.get(above)).copied().unwrap_or(0);
        wraps.push(above + u32::from(selector.matches(page, id)));
    }
    wraps
}

impl Thread<'_, '_> {
    fn id(&self, item: usize) -> Option<String> {
        let id = self.items.value(self.page, item, Field::Id)?;
        Some(self.bare(&id)).filter(|id| !id.is_empty())
    }

    /// The id proper: of an address its fragment, without what the rule knows to stand in front.
    fn bare(&self, id: &str) -> String {
        let prefixes = self.rule.id_prefix;
        let id = if prefixes.is_empty() { id } else { id.rsplit_once('#').map_or(id, |(_, fragment)| fragment) };
        let bare = prefixes.iter().find_map(|prefix| {
            // A prefix that ends like a word is one only in front of a number.
            let is_loose = prefix.ends_with(|c: char| c.is_alphanumeric());
            id.strip_prefix(prefix)
                .filter(|rest| !rest.is_empty() && (!is_loose || rest.starts_with(|c: char| c.is_ascii_digit())))
        });
        bare.unwrap_or(id).chars().take(LONGEST_NAME).collect()
    }

    fn author(&self, item: usize) -> String {
        // Bold words in the middle of a text are not its author.
        if self.rule.rest
            && let (Some(id), Some(body)) = (self.items.field(item, Field::Author), self.items.body(self.page, item))
            && matches!(self.page.name(id), "b" | "strong")
            && self.page.is_below(id, body)
            && !self.opens(id, body)
        {
            return String::new();
        }
        let name = self.items.value(self.page, item, Field::Author).unwrap_or_default();
        name_in(&name).chars().take(LONGEST_NAME).collect()
    }

    fn time(&self, item: usize) -> (Option<i64>, Option<String>) {
        let mut words = None;
        for value in self.items.values(self.page, item, Field::Time) {
            if let Some(time) = time(&value) {
                return (Some(time), None);
            }
            words = words.or(Some(value));
        }
        (None, words)
    }

    fn score(&self, item: usize) -> Option<i64> {
        number(&self.items.value(self.page, item, Field::Score)?)
    }

    /// The text: the body's inside, or what is left of the whole without all that is known.
    fn body(&self, writer: &mut DraftWriter, item: usize) -> TextRef {
        if let Some(body) = self.items.body(self.page, item) {
            let heads: Vec<_> = self.heads(item).filter(|id| self.opens(*id, body)).collect();
            let heads: Vec<_> = heads.into_iter().map(|id| self.page.outer(id)).collect();
            let cuts = self.cuts(item, self.page.inner(body), &heads);
            return self.page.piece(writer, self.page.inner(body), &cuts);
        }
        let Some(node) = self.items.node(item).filter(|_| self.rule.rest) else { return TextRef::default() };
        let heads: Vec<_> = self.heads(item).filter(|id| *id != node).map(|id| self.page.outer(id)).collect();
        let cuts = self.cuts(item, self.page.inner(node), &heads);
        self.page.piece(writer, self.page.inner(node), &cuts)
    }

    /// What says who and when.
    fn heads(&self, item: usize) -> impl Iterator<Item = Id> + '_ {
        [Field::Author, Field::Time].into_iter().filter_map(move |field| self.items.field(item, field))
    }

    /// Whether the body begins with the element: a heading that a page has in the text's box.
    fn opens(&self, id: Id, body: Id) -> bool {
        self.page.is_below(id, body) && self.page.text(body).trim_start().starts_with(self.page.text(id).trim())
    }

    /// What in a place is no text of this comment: other comments, forms, what the rule drops.
    fn cuts(&self, item: usize, range: Range<usize>, others: &[Range<usize>]) -> Vec<Range<usize>> {
        let inner = self.items.within(self.page, item);
        let mut cuts: Vec<_> = self.items.dropped(item).chain(inner).map(|id| self.page.outer(id)).collect();
        cuts.retain(|cut| cut.start >= range.start && cut.end <= range.end);
        cuts.extend(others.iter().cloned());
        cuts.sort_by_key(|cut| cut.start);
        cuts
    }

    fn first(&mut self, writer: &mut DraftWriter) -> Option<First> {
        let id = self.id(0).unwrap_or_default();
        let first = First {
            id: writer.pooled(&id, Media::Plain),
            author: self.author(0),
            time: self.time(0).0,
            body: self.body(writer, 0),
            score: self.score(0).and_then(|score| i32::try_from(score).ok()),
        };
        Some(first)
    }

    fn item(&mut self, writer: &mut DraftWriter, item: usize) {
        let (id, author) = (self.id(item), self.author(item));
        let body = self.body(writer, item);
        let state = self.state(item, body.is_empty());
        // A list around comments, or the same comment again in its own box.
        let repeats =
            self.items.above.get(item).copied().flatten().and_then(|above| self.rows.get(above).copied().flatten());
        let is_again = id.as_ref().is_some_and(|id| repeats.is_some() && self.by_id.get(id).copied() == repeats);
        let has_words = !body.is_empty() || state != State::Visible;
        if is_again || !has_words && (author.is_empty() || id.is_none()) {
            return;
        }
        let row = writer.comment(Parent::Top);
        if let Some(slot) = self.rows.get_mut(item) {
            *slot = Some(row);
        }
        self.item_of.insert(row, item);
        let parent = self.parent(writer, item, row);
        writer.set_parent(row, parent);
        if parent == Parent::Top {
            self.quoted(writer, item, row);
        }
        if let Some(id) = id {
            let text = writer.pooled(&id, Media::Plain);
            writer.set_id(row, text);
            self.by_id.entry(id).or_insert(row);
        }
        writer.set_author(row, &author);
        writer.set_body(row, body);
        let (time, words) = self.time(item);
        if let Some(time) = time {
            writer.set_time(row, time);
        }
        if let Some(words) = words.filter(|words| words.len() < LONGEST_NAME && *words != author) {
            let words = writer.pooled(&words, Media::Plain);
            writer.set_time_text(row, words);
        }
        if let Some(score) = self.score(item) {
            writer.set_score(row, score);
        }
        writer.set_state(row, state);
        self.roles(writer, item, row);
        if let Some(url) = self.items.value(self.page, item, Field::Url).filter(|url| url.len() > 1) {
            let extras = writer.pooled(&serde_json::json!({ "url": url }).to_string(), Media::Plain);
            writer.set_extras(row, extras);
        }
    }

    /// Its fate, by the rule's signs or by the words that stand in for a text.
    fn state(&self, item: usize, is_empty: bool) -> State {
        let signs = self.items.signs.get(item).copied().unwrap_or(0);
        if let Some((_, (_, state))) = self.rule.states.iter().enumerate().find(|(n, _)| signs & 1 << n != 0) {
            return *state;
        }
        let has_id = self.items.field(item, Field::Id).is_some();
        let place = if is_empty { self.items.node(item).filter(|_| has_id) } else { self.items.body(self.page, item) };
        let said = place.filter(|id| self.page.weight(*id) < 4096).map(|id| self.page.line(id, &self.items.says));
        let said = said.filter(|said| said.len() < LONGEST_NAME);
        let is_said = |words: &str| said.as_ref().is_some_and(|said| said == words || is_empty && said.contains(words));
        GONE.iter().find(|(words, _)| is_said(words)).map_or(State::Visible, |(_, state)| *state)
    }

    fn roles(&self, writer: &mut DraftWriter, item: usize, row: Row) {
        let signs = self.items.signs.get(item).copied().unwrap_or(0) >> self.rule.states.len();
        for (_, (_, role)) in self.rule.roles.iter().enumerate().filter(|(n, _)| signs & 1 << n != 0) {
            writer.add_roles(row, *role);
        }
    }

    /// The comment that an element stands in; elements that hold none of their own are passed.
    fn around(&self, item: Option<usize>) -> Option<Row> {
        let mut at = item;
        while let Some(item) = at {
            if let Some(Some(row)) = self.rows.get(item) {
                return Some(*row);
            }
            at = self.items.above.get(item).copied().flatten();
        }
        None
    }

    fn parent(&mut self, writer: &mut DraftWriter, item: usize, row: Row) -> Parent {
        let nested = self.around(self.items.above.get(item).copied().flatten()).map_or(Parent::Top, Parent::Row);
        let level = match self.rule.parent {
            By::Nesting => return nested,
            By::Nobody => return Parent::Top,
            By::Id(_) => return self.named(writer, item).unwrap_or(nested),
            By::Level(_) => self.items.value(self.page, item, Field::Parent).as_deref().and_then(number),
            By::LevelClass(prefix) => self.level_class(item, prefix),
            By::Wrapped(_) => {
                self.items.node(item).and_then(|node| self.wraps.get(node)).map(|wraps| i64::from(*wraps))
            }
        };
        let Some(level) = level else { return nested };
        while self.levels.last().is_some_and(|(last, _)| *last >= level) {
            self.levels.pop();
        }
        let above = self.levels.last().map(|(_, row)| *row);
        self.levels.push((level, row));
        above.map_or(Parent::Top, Parent::Row)
    }

    fn level_class(&self, item: usize, prefix: &str) -> Option<i64> {
        let node = self.items.node(item)?;
        self.page.classes(node).find_map(|class| class.strip_prefix(prefix)?.parse().ok())
    }

    fn named(&self, writer: &mut DraftWriter, item: usize) -> Option<Parent> {
        let id = self.bare(&self.items.value(self.page, item, Field::Parent)?);
        // Reddit names the post itself by another kind of id.
        if id.is_empty() || id.starts_with("t3_") || id == "0" {
            return Some(Parent::Top);
        }
        Some(match self.by_id.get(&id) {
            Some(row) => Parent::Row(*row),
            None => Parent::Id(writer.pooled(&id, Media::Plain)),
        })
    }

    /// Where nothing says who is answered, a quote that names its post does: most often it is
    /// the one. Names that differ are those of another place with the same numbers.
    fn quoted(&self, writer: &mut DraftWriter, item: usize, row: Row) {
        let Some(place) = self.items.field(item, Field::Quoted) else { return };
        let Some(value) = self.items.value(self.page, item, Field::Quoted) else { return };
        let number = value.trim_end_matches(|c: char| !c.is_ascii_digit());
        let number = number.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let Some(above) = self.by_id.get(number).copied().filter(|above| *above != row) else { return };
        let name = ["data-username", "data-quote"].iter().find_map(|name| self.page.attribute(place, name));
        let author = self.item_of.get(&above).map(|item| self.author(*item)).unwrap_or_default();
        if name.is_some_and(|name| !author.is_empty() && !name.trim().eq_ignore_ascii_case(&author)) {
            return;
        }
        writer.set_parent(row, Parent::Row(above));
        writer.guess(row, GuessKind::Quote, 0.9, &format!("quotes post {number}"));
    }

    fn stub(&self, writer: &mut DraftWriter, id: usize, around: Option<usize>) {
        let count = number(&self.page.line(id, &Selector::default())).unwrap_or(0);
        let parent = self.around(around).map_or(Parent::Top, Parent::Row);
        let next = self.page.attribute(id, "href").or_else(|| self.page.attribute(id, "src")).unwrap_or_default();
        let next =
            writer.pooled(if next.len() > 1 && !next.starts_with("javascript") { next } else { "" }, Media::Plain);
        let row = writer.item(Kind::More, parent);
        writer.set_more(row, More { count: u32::try_from(count).unwrap_or(0), next });
    }
}
