//! Fills the parents that a source leaves unsaid.

use super::answer::{self, Scene};
use super::facts::{Facts, Head};
use super::lines::{self, Comments};
use super::quoted::{self, Quote};
use super::segment;
use super::solve::{self, Known, Solution};
use super::strong::{self, Link, Order, Why};
use super::times::{self, Run};
use super::turns::{self, Voices};
use super::weights;
use crate::cores;
use crate::model::draft::{CandidateDraft, Parent};
use crate::model::thread::{Guess, GuessKind};
use crate::model::{Draft, Guesses, Media, Row, Unsaid};
use crate::text::quote::Normal;

/// What makes a link on strong evidence likely.
const LIKELY: f32 = 0.85;
/// The same where the source says who answers whom, and only not of every comment.
const SURE: f32 = 0.9;
/// What makes a weak guess worth naming.
const NAMED: f32 = 0.2;
/// Likelihoods of weak evidence are a little too high on pages that the weights were not
/// trained on: what is told of one in the middle is this much less.
const DAMPED: f32 = 0.3;
/// The most that weak evidence says, since nothing proves how the page is ordered: it makes a
/// likely link only where people are named, and only out of what it sees itself.
const MOST: f32 = 0.84;
/// The most that it says there.
const MOST_NAMED: f32 = 0.9;

/// Fewer comments than this do not show what kind of page it is: who only stands below somebody
/// is not drawn as an answer there, unless it is much likelier than not.
const FEW: usize = 20;
const FIRM: f32 = 0.6;
/// What is told of one who only stands there.
const ABOVE: &str = "answers the line above,";
const BELOW: &str = "answers the line below,";

/// Comments up to which a source that says who answers whom, and only not of every comment, is
/// looked through. It takes some six times the memory of its text, and in a thread of this
/// size what stands at top level is not looked at one by one.
const MANY: usize = 20_000;

/// Lines that a core looks at in one go.
const SOME: usize = 256;

/// Finds the parents that a draft leaves unsaid; which of them become links is up to the level.
/// What the source or the reader says stays.
pub(in crate::loader) fn fill(draft: &mut Draft, level: Guesses) {
    if draft.origin.unsaid == Unsaid::Nothing || draft.is_empty() {
        return;
    }
    if draft.origin.unsaid == Unsaid::Some && draft.len() > MANY {
        return;
    }
    let mut rows = lines::rows(draft);
    let run = if draft.origin.unsaid == Unsaid::All { times::run(draft, &rows) } else { Run::Mixed };
    if run == Run::NewestFirst {
        // What is answered stands further down: such a page is read upwards.
        rows.reverse();
    }
    let comments = Comments::of(draft, rows);
    let lines = facts(&comments.texts);
    let article = article(draft);
    let quotes = quoted::quotes(&Normal::of(&article), &lines);
    let known = known(draft, &comments);
    let mut links = strong::links(&comments.posts, &lines, &quotes);
    for (link, known) in links.iter_mut().zip(&known) {
        *link = link.take().filter(|_| *known == Known::Open);
    }
    let mut solutions = Vec::new();
    if draft.origin.unsaid == Unsaid::All {
        let order = strong::order(&comments.posts, &lines, &links);
        let is_open = |at: usize| known.get(at) == Some(&Known::Open);
        if order == Order::Threads {
            strong::add_between(&mut links, is_open);
        }
        let voices = Voices::of(comments.posts.iter().map(|post| &*post.author));
        if order != Order::Time && run == Run::Mixed {
            turns::add(&mut links, &voices, is_open);
        }
        if order == Order::Time {
            // Where nothing is nested, words between quotation marks are cited for their own
            // sake as often as they are answered.
            // And a name does not say which of somebody's comments is meant.
            for link in links.iter_mut().flatten() {
                match link.kind {
                    GuessKind::Quote if link.confidence < 0.95 => link.confidence = 0.7,
                    GuessKind::Name => link.confidence = 0.6,
                    _ => {}
                }
            }
        } else {
            let goes_on = goes_on(&comments, &lines, &quotes, run);
            let scene = Scene::of(&lines, &comments.starts(), goes_on, &article, voices);
            solutions = solved(&scene, &comments, &known, &links);
        }
    }
    let likely = if draft.origin.unsaid == Unsaid::All { LIKELY } else { SURE };
    if draft.origin.unsaid == Unsaid::Some {
        for (row, link) in comments.rows.iter().zip(&mut links) {
            let to = link.as_ref().and_then(|link| comments.rows.get(link.parent));
            *link = link.take().filter(|_| to.is_some_and(|to| !is_below(draft, *to, *row)));
        }
    }
    let upwards = run == Run::NewestFirst;
    let answers = Answers {
        likely,
        comments: &comments,
        lines: &lines,
        links: &links,
        solutions: &solutions,
        level,
        upwards,
        is_named: comments.posts.iter().any(|post| !post.author.is_empty()),
    };
    let found = answers.found(&known);
    Writer { draft, comments: &comments }.write(&found);
}

/// What is known of each line, looked at on all cores where they are many.
fn facts(texts: &[String]) -> Vec<Facts<'_>> {
    fn some<'t>(texts: &&'t [String]) -> Vec<Facts<'t>> {
        texts.iter().map(|text| Facts::of(text)).collect()
    }
    let mut facts = Vec::with_capacity(texts.len());
    let chunks: Vec<&[String]> = texts.chunks(SOME).collect();
    cores::in_order(&chunks, some, |_, some| facts.append(some));
    facts
}

/// The words of the article, its title included.
fn article(draft: &Draft) -> String {
    let open = |text| draft.texts.open(text).raw().expose().to_owned();
    format!("{}\n{}", open(draft.article.title), open(draft.article.body))
}

/// Whether a row may stand below another by what the source says: a source need not be in the
/// order of time. What cannot be told in some steps is taken for so.
fn is_below(draft: &Draft, row: u32, above: u32) -> bool {
    const STEPS: usize = 500;
    let mut row = row;
    for _ in 0..STEPS {
        match draft.parent.get(row as usize) {
            Some(Parent::Row(parent)) if parent.0 != above => row = parent.0,
            Some(Parent::Top) | None => return false,
            _ => return true,
        }
    }
    true
}

/// What is said of each comment already: by the source where it says anything, by the reader.
fn known(draft: &Draft, comments: &Comments) -> Vec<Known> {
    let mut place = vec![usize::MAX; draft.len()];
    for (at, row) in comments.rows.iter().enumerate() {
        place.get_mut(*row as usize).into_iter().for_each(|slot| *slot = at);
    }
    let mut said = vec![draft.origin.unsaid == Unsaid::Some; draft.len()];
    let manual = draft.guesses.iter().filter(|(_, guess)| guess.kind == GuessKind::Manual);
    let mut top = vec![false; draft.len()];
    for (row, _) in manual {
        said.get_mut(*row as usize).into_iter().for_each(|slot| *slot = true);
        top.get_mut(*row as usize).into_iter().for_each(|slot| *slot = true);
    }
    let one = |(at, row): (usize, &u32)| {
        let row = *row as usize;
        match draft.parent.get(row).copied().unwrap_or_default() {
            Parent::Top if top.get(row) == Some(&true) => Known::Top,
            Parent::Top => Known::Open,
            Parent::Row(parent) => match place.get(parent.index()) {
                Some(parent) if *parent < at => Known::Answers(*parent),
                _ => Known::Top,
            },
            Parent::Id(_) => Known::Top,
        }
    };
    comments.rows.iter().enumerate().map(one).collect()
}

/// How likely each comment only goes on the one above it: where nothing says who writes, lines
/// stay apart when in doubt.
fn goes_on(comments: &Comments, lines: &[Facts<'_>], quotes: &[Option<Quote>], run: Run) -> Vec<f32> {
    if run != Run::Mixed || comments.posts.iter().any(|post| !post.author.is_empty()) {
        return vec![0.0; comments.posts.len()];
    }
    segment::joins_at(lines, quotes, &comments.gaps, &comments.starts(), weights::JOIN)
}

/// Solves the page around what is known; links that cross what is known are no links.
fn solved(scene: &Scene<'_, '_>, comments: &Comments, known: &[Known], links: &[Option<Link>]) -> Vec<Solution> {
    let mut fixed = known.to_vec();
    for (at, (slot, link)) in fixed.iter_mut().zip(links.iter()).enumerate() {
        if let Some(link) = link.as_ref().filter(|link| link.confidence >= LIKELY && link.parent < at) {
            *slot = Known::Answers(link.parent);
        }
    }
    let all: Vec<(usize, usize)> = fixed
        .iter()
        .enumerate()
        .filter_map(|(at, known)| match known {
            Known::Answers(parent) => Some((at, *parent)),
            _ => None,
        })
        .collect();
    let mut kept = strong::uncrossed(&all, strong::near(&comments.posts)).into_iter().peekable();
    for (at, slot) in fixed.iter_mut().enumerate() {
        let is_kept = kept.next_if(|(child, _)| *child == at).is_some();
        // What the reader says may cross anything.
        if !is_kept && known.get(at) == Some(&Known::Open) {
            *slot = Known::Open;
        }
    }
    solve::solve(scene, &fixed, weights::ANSWER)
}

/// What was found for a comment.
#[derive(Debug, Default)]
struct Found {
    /// The link that is drawn.
    link: Option<(usize, GuessKind, f32, Reason)>,
    /// What else it may answer.
    candidates: Vec<(usize, f32, Reason)>,
}

/// A reason whose words wait for the names and numbers of others.
#[derive(Clone, Copy, Debug)]
enum Reason {
    Strong(usize, Why),
    Weak(&'static str, usize),
}

struct Answers<'a, 's> {
    likely: f32,
    comments: &'a Comments,
    lines: &'a [Facts<'s>],
    links: &'a [Option<Link>],
    solutions: &'a [Solution],
    level: Guesses,
    /// Whether the page is read from its end.
    upwards: bool,
    /// Whether the page says who writes.
    is_named: bool,
}

impl Answers<'_, '_> {
    fn found(&self, known: &[Known]) -> Vec<Found> {
        known
            .iter()
            .enumerate()
            .map(|(at, known)| if *known == Known::Open { self.one(at) } else { Found::default() })
            .collect()
    }

    fn one(&self, at: usize) -> Found {
        let mut found = Found::default();
        if let Some(link) = self.links.get(at).and_then(Option::as_ref) {
            let reason = Reason::Strong(link.parent, link.why);
            if self.level != Guesses::Off && link.confidence >= self.likely {
                found.link = Some((link.parent, link.kind, link.confidence, reason));
                return found;
            }
            found.candidates.push((link.parent, link.confidence, reason));
        }
        let strong = self.links.get(at).and_then(Option::as_ref).map(|link| link.parent);
        let Some(solution) = self.solutions.get(at) else { return found };
        let best = solution.best.filter(|_| self.level == Guesses::All);
        let weak = solution.candidates.iter().filter(|(parent, _)| Some(*parent) != strong);
        let weak = weak.map(|(parent, sure)| (*parent, self.told(*sure, solution)));
        let weak = weak.filter(|(parent, sure)| *sure >= NAMED || Some(*parent) == best);
        found.candidates.extend(weak.map(|(parent, sure)| (parent, sure, self.weak(at, parent))));
        if let Some(drawn) = self.drawn(&found.candidates, solution) {
            let (parent, sure, reason) = found.candidates.remove(drawn);
            let kind = match reason {
                Reason::Strong(..) => GuessKind::Quote,
                Reason::Weak("speaks to", _) => GuessKind::Addressee,
                Reason::Weak(..) => GuessKind::Previous,
            };
            found.link = Some((parent, kind, sure, reason));
        }
        found
    }

    /// Which of the candidates is drawn as a link: what is likely, or what is likeliest where
    /// all guesses are wanted.
    fn drawn(&self, candidates: &[(usize, f32, Reason)], solution: &Solution) -> Option<usize> {
        let all = self.level == Guesses::All;
        let is_shown = |words: &str, sure: f32| {
            sure >= FIRM || self.comments.posts.len() >= FEW || ![ABOVE, BELOW].contains(&words)
        };
        let is_drawn = |(parent, sure, reason): &(usize, f32, Reason)| match reason {
            Reason::Strong(..) => all && *sure >= self.told(solution.top, solution),
            Reason::Weak(words, _) => {
                let is_likely = *sure >= self.likely && self.level != Guesses::Off;
                is_likely || all && solution.best == Some(*parent) && is_shown(words, *sure)
            }
        };
        candidates.iter().position(is_drawn)
    }

    /// A likelihood of weak evidence as it is told: in hundredths.
    fn told(&self, sure: f32, solution: &Solution) -> f32 {
        let most = if self.is_named && solution.is_free { MOST_NAMED } else { MOST };
        let told = sure * (1.0 - DAMPED * (1.0 - sure));
        (told.min(most) * 100.0).round() / 100.0
    }

    /// What speaks for a weak guess, in words.
    fn weak(&self, at: usize, parent: usize) -> Reason {
        let first = |at: usize| self.lines.get(self.comments.range(at).start);
        let last = |at: usize| self.lines.get(self.comments.range(at).end.saturating_sub(1));
        let Some(child) = first(at) else { return Reason::Weak("answers", parent) };
        let asks = last(parent).is_some_and(|line| line.tail == "ask");
        let words = if child.head == Head::At || child.opens_with(answer::YOU, 8) {
            "speaks to"
        } else if asks {
            "answers the question of"
        } else if parent + 1 == at {
            if self.upwards { BELOW } else { ABOVE }
        } else {
            "takes up words of"
        };
        Reason::Weak(words, parent)
    }
}

struct Writer<'a> {
    draft: &'a mut Draft,
    comments: &'a Comments,
}

impl Writer<'_> {
    fn write(self, found: &[Found]) {
        for (row, found) in self.comments.rows.iter().zip(found) {
            if let Some((parent, ..)) = &found.link {
                let parent = self.row(*parent);
                self.draft.set_link(Row(*row), parent);
            }
        }
        let names = Names::of(self.draft, self.comments);
        let mut pool = String::new();
        let mut reasons = Vec::new();
        let mut reason = |names: &Names, reason: &Reason| {
            let start = pool.len();
            pool.push_str(&names.words(reason));
            start..pool.len()
        };
        for found in found {
            let link = found.link.as_ref().map(|(.., why)| reason(&names, why));
            let others: Vec<_> = found.candidates.iter().map(|(.., why)| reason(&names, why)).collect();
            reasons.push((link, others));
        }
        let (texts, all) = self.draft.texts.with(&pool, Media::Plain);
        self.draft.texts = texts;
        for ((row, found), (link, others)) in self.comments.rows.iter().zip(found).zip(reasons) {
            if let (Some((_, kind, confidence, _)), Some(reason)) = (&found.link, link) {
                let guess = Guess { kind: *kind, confidence: *confidence, reason: all.part(reason) };
                self.draft.guesses.push((*row, guess));
            }
            for ((parent, confidence, _), reason) in found.candidates.iter().zip(others) {
                let (child, parent) = (Row(*row), self.row(*parent));
                let reason = all.part(reason);
                self.draft.candidates.push(CandidateDraft { child, parent, confidence: *confidence, reason });
            }
        }
    }

    fn row(&self, at: usize) -> Row {
        Row(self.comments.rows.get(at).copied().unwrap_or_default())
    }
}

/// What comments are called in reasons: their authors, else the numbers that they will have.
struct Names(Vec<String>);

impl Names {
    fn of(draft: &Draft, comments: &Comments) -> Self {
        let numbers = draft.numbers();
        let name = |row: &u32| {
            let author = draft.columns.author.get(*row as usize).and_then(|author| draft.authors.get(*author as usize));
            match author {
                Some(author) => draft.texts.open(*author).raw().expose().to_owned(),
                None => numbers.get(*row as usize).copied().unwrap_or_default().to_string(),
            }
        };
        Self(comments.rows.iter().map(name).collect())
    }

    fn words(&self, reason: &Reason) -> String {
        let name = |at: &usize| self.0.get(*at).map_or("", String::as_str);
        match reason {
            Reason::Strong(parent, Why::Quotes) => format!("quotes {}", name(parent)),
            Reason::Strong(parent, Why::Names) => format!("names {}", name(parent)),
            Reason::Strong(parent, Why::Points) => format!("points to {}", name(parent)),
            Reason::Strong(parent, Why::Turns) => format!("takes turns with {}", name(parent)),
            Reason::Strong(parent, Why::Between(child)) => {
                format!("stands between {0} and {1}, which quotes {0}", name(parent), name(child))
            }
            Reason::Weak(words, parent) => format!("{words} {}", name(parent)),
        }
    }
}
