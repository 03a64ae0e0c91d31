//! Strong evidence: what names the comment that is answered.
//!
//! - Words of an earlier comment, quoted word for word.
//! - The name of somebody who wrote earlier: `@name` or `Name,` in front, `name wrote:`.
//! - The number of a post: `#12`, `@12`, `>>12`.
//! - An address that ends in the id of a comment of the page.
//! - And what follows from those where a page shows threads from top to bottom: the comment
//!   under a quoted one answers it, if the quoting one stands further down.

use std::collections::HashMap;

use super::facts::{Facts, Head};
use super::quoted::Quote;
use crate::model::thread::GuessKind;

/// A comment as evidence sees it.
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// Its lines, as a range of the page's.
    pub lines: std::ops::Range<usize>,
    /// Its author's name in lower case, letters and digits only; empty if unknown.
    pub author: Box<str>,
    /// The author's first name, likewise.
    pub first_name: Box<str>,
    /// The source's id of it, or the digits that it ends in.
    pub id: Box<str>,
    /// The number that its readers see, where the page shows one.
    pub number: Option<u32>,
}

/// A link on strong evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The comment that is answered.
    pub parent: usize,
    /// What the evidence is.
    pub kind: GuessKind,
    /// How often such a link is right.
    pub confidence: f32,
    /// Why, without the number or name of the parent.
    pub why: Why,
}

/// Why a link is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// "quotes 16".
    Quotes,
    /// "names ann".
    Names,
    /// "points to 16".
    Points,
    /// "stands between 16 and 20, which quotes 16".
    Between(usize),
    /// "takes turns with ann".
    Turns,
}

/// In which order a page shows its comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each thread from top to bottom: a comment answers the one above it, or one on that
    /// one's path.
    Threads,
    /// Perhaps so: there is too little evidence to tell.
    Likely,
    /// By time: any earlier comment may be answered.
    Time,
}

/// Letters and digits of a name, in lower case.
pub fn key(name: &str) -> Box<str> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>().into()
}

/// For each comment the strongest link that its lines show.
pub fn links(posts: &[Post], lines: &[Facts<'_>], quotes: &[Option<Quote>]) -> Vec<Option<Link>> {
    let mut owner = vec![usize::MAX; lines.len()];
    for (at, post) in posts.iter().enumerate() {
        owner.get_mut(post.lines.clone()).into_iter().flatten().for_each(|slot| *slot = at);
    }
    let mut people = People::default();
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let mut numbers: HashMap<u32, usize> = HashMap::new();
    let mut found = Vec::with_capacity(posts.len());
    for (at, post) in posts.iter().enumerate() {
        let own = lines.get(post.lines.clone()).unwrap_or_default();
        let link = quoted(at, post, own, quotes, &owner)
            .filter(|link| is_another(posts, at, link.parent))
            .or_else(|| pointed(own, &ids, &numbers))
            .or_else(|| named(at, post, own, &people));
        found.push(link);
        people.add(at, post);
        if post.id.len() >= 2 {
            ids.insert(&post.id, at);
        }
        if let Some(number) = post.number {
            numbers.insert(number, at);
        }
    }
    found
}

/// Whether two comments may be by two people.
fn is_another(posts: &[Post], one: usize, other: usize) -> bool {
    let author = |at: usize| posts.get(at).map_or("", |post| &*post.author);
    author(one).is_empty() || author(one) != author(other)
}

/// The comment whose words stand in the first quote that has a source. What a quote quotes
/// itself is asked last.
fn quoted(at: usize, post: &Post, own: &[Facts<'_>], quotes: &[Option<Quote>], owner: &[usize]) -> Option<Link> {
    let sources = quotes.get(post.lines.clone()).unwrap_or_default();
    let found = sources.iter().zip(own).enumerate().filter_map(|(nth, (quote, line))| Some((nth, (*quote)?, line)));
    let (nested, plain): (Vec<_>, Vec<_>) = found.partition(|(.., line)| is_nested(line.text));
    for (nth, quote, line) in plain.into_iter().chain(nested) {
        let source = owner.get(quote.line).copied().filter(|source| *source < at);
        let marked = line.head == Head::Quote;
        let Some(parent) = source.filter(|_| marked || is_quote(nth, own.len(), &quote, line)) else { continue };
        let confidence = match (marked, quote.words) {
            (true, 5..) => 0.97,
            (true, _) => 0.9,
            (false, 8..) => 0.92,
            (false, _) => 0.86,
        };
        return Some(Link { parent, kind: GuessKind::Quote, confidence, why: Why::Quotes });
    }
    None
}

/// `> > words`: a quote of a quote.
fn is_nested(text: &str) -> bool {
    text.strip_prefix('>').is_some_and(|rest| rest.trim_start().starts_with('>'))
}

/// Whether words that are not marked by `>` are a quote, and not a greeting, a signature, a
/// link or a line that was sent twice.
fn is_quote(nth: usize, lines: usize, quote: &Quote, line: &Facts<'_>) -> bool {
    if line.text.contains("://") || line.text.contains('@') || quote.repeats {
        return false;
    }
    match (quote.alone, quote.marked) {
        (true, true) => nth == 0 || quote.words >= 8,
        (true, false) => nth == 0 && lines > 1 && quote.words >= 6,
        // A phrase between marks, within a sentence.
        (false, _) => quote.words >= 7,
    }
}

/// How often a number in front of a text is that of the post that it answers.
pub const POINTED: f32 = 0.93;

/// A number or an address that names an earlier comment.
fn pointed(own: &[Facts<'_>], ids: &HashMap<&str, usize>, numbers: &HashMap<u32, usize>) -> Option<Link> {
    let link =
        |parent: usize, confidence: f32| Link { parent, kind: GuessKind::Permalink, confidence, why: Why::Points };
    let first = own.first()?;
    if let Some(number) = number_of(first.text)
        && let Some(parent) = numbers.get(&number)
    {
        return Some(link(*parent, POINTED));
    }
    let addresses = own.iter().take(24).flat_map(|line| line.text.split([' ', '(', ')', '<', '>', '"', ']']));
    let addresses = addresses.filter(|word| word.contains("://") && word.contains(['#', '=']));
    let ends = addresses.filter_map(|word| word.rsplit(|c: char| !c.is_alphanumeric()).find(|end| !end.is_empty()));
    let ends = ends.map(|end| end.trim_start_matches(char::is_alphabetic));
    ends.filter(|end| end.len() >= 3).find_map(|end| ids.get(end)).map(|parent| link(*parent, 0.88))
}

/// The number of the post that a text answers: `#12`, `@12`, `>>12`, `Re: #12` in front of it.
pub fn number_of(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(['(', '[']);
    let rest = ["@#", "#", ">>", "@", "re #", "Re #", "Re: #"].iter().find_map(|front| text.strip_prefix(front))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or_default();
    let apart = after.is_empty() || after.starts_with([' ', ',', ':', '.', ')', ']', '\n', '-', '–']);
    ((1..=10).contains(&digits) && apart).then(|| rest.get(..digits)?.parse().ok()).flatten()
}

/// Who has written so far, and where last.
#[derive(Default)]
struct People {
    last: HashMap<Box<str>, usize>,
    /// How many comments of the author there were when each was written, its own included.
    nth: Vec<usize>,
    counts: HashMap<Box<str>, usize>,
    /// First names with the full name; empty where two have it.
    first: HashMap<Box<str>, Box<str>>,
}

impl People {
    fn add(&mut self, at: usize, post: &Post) {
        let count = self.counts.entry(post.author.clone()).or_insert(0);
        *count += 1;
        self.nth.push(*count);
        if post.author.is_empty() {
            return;
        }
        self.last.insert(post.author.clone(), at);
        if post.first_name.len() >= 3 && post.first_name != post.author {
            let known = self.first.entry(post.first_name.clone()).or_insert_with(|| post.author.clone());
            if *known != post.author {
                *known = Box::default();
            }
        }
    }

    /// Whether the author of a comment had written every fifth so far, and three at least.
    fn is_host(&self, at: usize) -> bool {
        self.nth.get(at).is_some_and(|nth| *nth >= 3 && nth * 5 >= at)
    }

    /// The last comment of somebody by the name, or by the first name if only one has it.
    fn find(&self, name: &str) -> Option<usize> {
        if name.len() < 2 {
            return None;
        }
        self.last.get(name).or_else(|| self.last.get(self.first.get(name)?)).copied()
    }
}

/// Somebody who is spoken to by name, or whose words are announced.
fn named(at: usize, post: &Post, own: &[Facts<'_>], people: &People) -> Option<Link> {
    if people.last.is_empty() {
        return None;
    }
    let link = |parent: usize, confidence: f32| Link { parent, kind: GuessKind::Name, confidence, why: Why::Names };
    let other = |name: &str| people.find(name).filter(|_| *name != *post.author && *name != *post.first_name);
    let first = own.iter().find(|line| line.head != Head::Quote)?;
    if let Some(parent) =
        own.iter().take(6).filter(|line| line.head != Head::Quote).find_map(|line| other(&announced(line.text)?))
    {
        return Some(link(parent, 0.95));
    }
    match first.head {
        Head::At => handle(first.text, 1).find_map(|name| other(&name)).map(|parent| link(parent, 0.95)),
        // Somebody who answers many is greeted by all: that is no answer to the last of them.
        Head::Name => addressed(first.text)
            .and_then(|name| other(&name))
            .filter(|parent| parent + 1 == at && !people.is_host(*parent))
            .map(|parent| link(parent, 0.95)),
        _ => None,
    }
}

/// The names that may stand from a byte on, the longest first: `@Ann Lee you are right`.
fn handle(text: &str, from: usize) -> impl Iterator<Item = Box<str>> {
    let rest = text.get(from..).unwrap_or_default().trim_start();
    let words: Vec<&str> = rest.split(' ').take(3).collect();
    let names: Vec<Box<str>> = (1..=words.len())
        .rev()
        .map(|count| {
            let front = words.get(..count).unwrap_or_default().join(" ");
            key(front
                .split([',', ':', ';', '!', '?', '\n', '\u{a0}'])
                .next()
                .unwrap_or_default()
                .trim_end_matches("'s"))
        })
        .collect();
    names.into_iter()
}

/// `Ann, …`, `Hi Ann: …`
fn addressed(text: &str) -> Option<Box<str>> {
    let front = text.split([',', ':', '–', '—', '!']).next()?;
    let front = ["Hi ", "Hey ", "Hello ", "Dear ", "hi ", "hey ", "hello "]
        .iter()
        .find_map(|hi| front.strip_prefix(hi))
        .unwrap_or(front);
    (front.split(' ').count() <= 3).then(|| key(front))
}

/// `Ann wrote:`, `On Monday, Ann Lee wrote:`, `Zitat von Ann:`.
fn announced(text: &str) -> Option<Box<str>> {
    let line = text.trim_start_matches(['>', ' ', '*']);
    let line = line.strip_suffix(':').or_else(|| line.strip_suffix(":\"")).unwrap_or(line);
    if line.len() > 120 {
        return None;
    }
    let verbs = [" wrote", " said", " writes", " schrieb", " a écrit", " escribió", " ha scritto", " skrev"];
    if let Some(front) = verbs.iter().find_map(|verb| line.strip_suffix(verb)) {
        let name = front.rsplit([',', '>']).find(|part| !part.trim().is_empty())?;
        let name = name.split('<').next().unwrap_or(name);
        return Some(key(name));
    }
    let fronts = ["Quote from: ", "Originally posted by ", "Originally Posted by ", "Zitat von ", "Quoting "];
    let name = fronts.iter().find_map(|front| line.strip_prefix(front))?;
    Some(key(name.split([':', ',']).next().unwrap_or(name).split(" on ").next().unwrap_or(name)))
}

/// The order in which a page shows its comments, as far as links tell: links of threads that
/// are shown from top to bottom do not cross.
pub fn order(posts: &[Post], lines: &[Facts<'_>], links: &[Option<Link>]) -> Order {
    // Where people call each other by @name, the page does not nest their comments.
    let heads = posts.iter().filter_map(|post| lines.get(post.lines.start));
    let called = heads.filter(|line| line.head == Head::At).count();
    if called >= 4 && called * 40 >= posts.len() {
        return Order::Time;
    }
    let all: Vec<(usize, usize)> =
        links.iter().enumerate().filter_map(|(child, link)| Some((child, link.as_ref()?.parent))).collect();
    let far = all.iter().filter(|(child, parent)| child - parent > 1).count();
    let crossed = all.len() - uncrossed(&all, near(posts)).len();
    match crossed {
        0 if far >= 3 => Order::Threads,
        _ if crossed >= 2 && crossed * 4 > far => Order::Time,
        _ => Order::Likely,
    }
}

/// How far apart two items may stand that are perhaps paragraphs of one comment: links that
/// lead to them do not cross. Where heads say who writes, comments are whole.
pub fn near(posts: &[Post]) -> usize {
    if posts.iter().all(|post| post.author.is_empty()) { 4 } else { 0 }
}

/// The links that do not cross an earlier one, as `(child, parent)` by child. One walk: the
/// links that may still be crossed are kept on a stack, the nearest parent on top. Parents that
/// are near each other count as one.
pub fn uncrossed(links: &[(usize, usize)], near: usize) -> Vec<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    // Children so far whose parent is lower than that of every later child.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (child, parent) in links.iter().copied() {
        // Kept children below the parent must not answer above it.
        let from = open.partition_point(|(other, _)| *other <= parent);
        if open.get(from).is_some_and(|(_, above)| *above + near < parent) {
            continue;
        }
        kept.push((child, parent));
        while open.last().is_some_and(|(_, above)| *above >= parent) {
            open.pop();
        }
        open.push((child, parent));
    }
    kept
}

/// Adds what follows from links on a page of threads: the comment right under one that is
/// quoted from further down can only answer it.
pub fn add_between(links: &mut [Option<Link>], is_sure: impl Fn(usize) -> bool) {
    let far: Vec<(usize, usize)> = links
        .iter()
        .enumerate()
        .filter_map(|(child, link)| Some((child, link.as_ref()?)))
        .filter(|(child, link)| child - link.parent > 1 && link.kind == GuessKind::Quote && link.confidence >= 0.95)
        .map(|(child, link)| (child, link.parent))
        .collect();
    for (child, parent) in far {
        if is_sure(parent + 1)
            && let Some(slot) = links.get_mut(parent + 1).filter(|slot| slot.is_none())
        {
            let why = Why::Between(child);
            *slot = Some(Link { parent, kind: GuessKind::Previous, confidence: 0.88, why });
        }
    }
}
