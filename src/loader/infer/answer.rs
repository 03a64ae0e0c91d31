//! How likely a comment answers the one above it, one further up, or the article: weak
//! evidence, weighed by a small log-linear model.
//!
//! The choice is between the comments on the path of the comment above it (where a page
//! shows threads from top to bottom nobody else can be answered) and the top level.

use std::fmt::Arguments;

use super::facts::{Facts, Head, Rarity};
use super::turns::Voices;
use super::weigh::{Index, Scale, Sum, bin};

/// What is to be known of a comment to say whom it answers.
#[derive(Debug)]
pub struct Talk<'a, 's> {
    /// Its first line.
    pub first: &'a Facts<'s>,
    /// Its last line.
    pub last: &'a Facts<'s>,
    /// Hashes of all its longer words, sorted.
    pub content: Vec<u32>,
    /// Characters in all lines.
    pub len: usize,
    /// Says "you" anywhere.
    pub second_person: bool,
}

/// So many comments of a usual page are added to those of the page at hand.
const MORE: usize = 5;
/// Items that are looked through for the rest of a comment.
const MOST: usize = 8;
/// Words that greet, or thank, or praise: comments to the author of an article begin with them.
const GREET: &[&str] = &[
    "thanks", "thank", "thx", "great", "love", "nice", "congrats", "awesome", "danke", "super", "liebe", "lieber",
    "hi", "hey", "hello", "hallo", "dear", "toll", "tolle", "wow",
];

/// A page of comments. They are taken from its lines by likelihood: an item may be a whole
/// comment, or go on what the one above it began.
#[derive(Debug)]
pub struct Scene<'a, 's> {
    /// The items as ones that answer, in the order of the page: each to the end of its comment.
    pub talks: Vec<Talk<'a, 's>>,
    /// The items as ones that may be answered: each from the beginning of its comment.
    pub heard: Vec<Talk<'a, 's>>,
    /// How likely each goes on what the one above it began.
    pub goes_on: Vec<f32>,
    /// How rare their words are.
    pub rarity: Rarity,
    /// Words of the article.
    pub article: Vec<u32>,
    /// What the comments of the page have in common.
    pub page: Page,
    /// Who wrote them.
    pub voices: Voices,
}

impl<'a, 's> Scene<'a, 's> {
    /// A page from its lines, with the first line of each item and how likely it goes on the
    /// one above.
    pub fn of(lines: &'a [Facts<'s>], starts: &[usize], goes_on: Vec<f32>, article: &str, voices: Voices) -> Self {
        let end = |at: usize| starts.get(at + 1).copied().unwrap_or(lines.len());
        // The items that are likely of one comment.
        let goes = |at: &usize| goes_on.get(*at).is_some_and(|sure| *sure > 0.5);
        let first = |at: usize| at - (0..MOST.min(at)).take_while(|up| goes(&(at - up))).count();
        let last = |at: usize| at + (at + 1..starts.len()).take(MOST).take_while(goes).count();
        let talk = |from: usize, to: usize| Talk::of(lines.get(starts.get(from).copied()?..end(to))?);
        let talks: Vec<Talk<'a, 's>> = (0..starts.len()).filter_map(|at| talk(at, last(at))).collect();
        let heard = (0..starts.len()).filter_map(|at| talk(first(at), at)).collect();
        let whole = talks.iter().enumerate().filter(|(at, _)| !goes(at)).map(|(_, talk)| talk);
        let page = Page::of(whole);
        Self { talks, heard, goes_on, rarity: Rarity::of(lines), article: Facts::of(article).content, page, voices }
    }
}

impl<'a, 's> Talk<'a, 's> {
    fn of(all: &'a [Facts<'s>]) -> Option<Self> {
        // What is only quoted is not its own word.
        let own = || all.iter().filter(|line| !line.text.starts_with('>'));
        let mut content: Vec<u32> = own().flat_map(|line| line.content.iter().copied()).collect();
        content.sort_unstable();
        content.dedup();
        let len = own().map(|line| line.len).sum();
        let second_person = own().any(|line| line.second_person);
        Some(Self { first: own().next().or(all.first())?, last: all.last()?, content, len, second_person })
    }
}

/// What the comments of a page have in common.
#[derive(Debug)]
pub struct Page {
    names: Vec<String>,
    /// Many talk, and few of them greet: people answer each other, one below the other, more
    /// than the article.
    pub is_crowd: bool,
}

impl Page {
    #[allow(clippy::cast_precision_loss)]
    fn of<'t, 'a: 't, 's: 'a>(talks: impl Iterator<Item = &'t Talk<'a, 's>>) -> Self {
        let (mut lens, mut greet, mut you, mut lower) = (Vec::new(), 0, 0, 0);
        for talk in talks {
            let first = talk.first;
            lens.push(talk.len);
            greet += usize::from(first.opens_with(GREET, 1) || matches!(first.head, Head::Name | Head::At));
            you += usize::from(talk.second_person);
            lower += usize::from(first.head == Head::Lower);
        }
        lens.sort_unstable();
        let count = lens.len().max(1);
        // In hundredths. A few comments do not show what a page is like: it is taken for a usual
        // one, as if there were some more.
        let share = |part: usize, usual: usize| (part * 100 + usual * MORE) / (count + MORE);
        let (greet, you, lower) = (share(greet, 20), share(you, 30), share(lower, 6));
        let middle = lens.get(lens.len() / 2).copied().unwrap_or(0);
        let names = vec![
            format!("page {}", bin(middle, &[80, 150, 250, 400])),
            format!("page count {}", bin(count, &[12, 30, 100])),
            format!("page greets {}", bin(greet, &[4, 10, 20, 35])),
            format!("page many {} greets {}", u8::from(count >= 100), u8::from(greet >= 10)),
            format!("page lower {}", bin(lower, &[3, 10, 25])),
            format!("page you {}", bin(you, &[20, 35])),
        ];
        Self { names, is_crowd: count >= 40 && greet < 10 }
    }
}

/// Whom a comment may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The article, or nobody.
    Top,
    /// The comment above it.
    Above,
    /// One further up on the path of the comment above it.
    Up,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::Above => "above",
            Self::Up => "up",
        }
    }
}

/// Words that speak to somebody.
pub const YOU: &[&str] = &["you", "your", "u", "yours", "yourself"];

/// What the comment itself says of whom it answers.
pub fn see_child(scene: &Scene<'_, '_>, child: usize, kind: Kind, scale: &mut impl Scale) {
    let Some(talk) = scene.talks.get(child) else { return };
    let (first, kind) = (talk.first, kind.name());
    let mut put = |name: Arguments<'_>| scale.put(format_args!("{kind} {name}"));
    put(format_args!(""));
    scene.page.names.iter().for_each(|name| put(format_args!("{name}")));
    put(format_args!("head {}", first.head.name()));
    put(format_args!("word {}", first.word(0)));
    put(format_args!("words {} {}", first.word(0), first.word(1)));
    put(format_args!("length {}", bin(talk.len, &[30, 70, 150, 300, 600])));
    put(format_args!("tail {}", talk.last.tail));
    let you = first.opens_with(YOU, 8);
    let that = first.opens_with(&["that", "this", "it", "he", "she", "they", "those", "these"], 2);
    put(format_args!("people {} {}", u8::from(you), u8::from(that)));
    put(format_args!("you {} I {}", u8::from(first.second_person), u8::from(first.first_person)));
    if child == 0 {
        put(format_args!("first"));
    }
    let echo = level(scene.rarity.shared(&scene.article, &talk.content));
    put(format_args!("article {echo}"));
}

fn level(echo: f32) -> usize {
    [0.1, 3.0, 6.0, 10.0, 16.0].iter().filter(|edge| echo >= **edge).count()
}

/// What the comment and the one that it may answer have in common.
pub fn see_pair(scene: &Scene<'_, '_>, child: usize, parent: usize, kind: Kind, scale: &mut impl Scale) {
    let (Some(b), Some(a)) = (scene.talks.get(child), scene.heard.get(parent)) else { return };
    let kind = kind.name();
    let mut put = |name: Arguments<'_>| scale.put(format_args!("{kind} {name}"));
    let echo = level(scene.rarity.shared(&a.content, &b.content));
    let you = u8::from(b.first.opens_with(YOU, 8));
    put(format_args!("echo {echo}"));
    put(format_args!("echo {} you {you}", echo.min(3)));
    put(format_args!("above tail {} you {you}", a.last.tail));
    put(format_args!("above tail {}", a.last.tail));
    put(format_args!("lengths {} {}", bin(a.len, &[70, 200, 500]), bin(b.len, &[70, 200, 500])));
    if a.last.tail == "ask" || a.first.tail == "ask" {
        put(format_args!("asked {}", b.first.word(0)));
    }
    let habits = [
        ("curly", a.first.hand.curly, b.first.hand.curly),
        ("small", a.first.hand.small, b.first.hand.small),
        ("wide", a.first.hand.wide, b.first.hand.wide),
    ];
    for (name, a, b) in habits {
        if let (Some(a), Some(b)) = (a, b) {
            put(format_args!("hand {name} {}", u8::from(a == b)));
        }
    }
}

/// What the place in the thread says: how many steps up, and how deep the comment above is.
pub fn see_place(kind: Kind, height: usize, depth: usize, scale: &mut impl Scale) {
    let kind = kind.name();
    scale.put(format_args!("{kind} height {}", bin(height, &[2, 3, 4, 6])));
    scale.put(format_args!("{kind} depth {}", bin(depth, &[1, 2, 3, 5, 8])));
    if height > 1 && height == depth + 1 {
        scale.put(format_args!("{kind} root"));
    }
}

/// What the authors of a comment, of the one that it may answer and of the one that this
/// answers tell, where they are known: people answer those who have answered them.
pub fn see_voices(
    scene: &Scene<'_, '_>,
    child: usize,
    answers: [Option<usize>; 2],
    kind: Kind,
    scale: &mut impl Scale,
) {
    let voices = &scene.voices;
    let Some(who) = voices.who(child) else { return };
    let kind = kind.name();
    let role = |who: u32| if voices.is_host(who) { "host" } else { "guest" };
    let [parent, before] = answers.map(|at| at.and_then(|at| voices.who(at)));
    scale.put(format_args!("{kind} author {}", role(who)));
    match parent {
        Some(parent) if parent == who => scale.put(format_args!("{kind} author own")),
        Some(parent) => {
            scale.put(format_args!("{kind} author {} to {}", role(who), role(parent)));
            if before == Some(who) {
                scale.put(format_args!("{kind} author answered"));
            }
        }
        None => {}
    }
}

/// The weight of a comment's own words for each kind of answer.
pub fn of_child(scene: &Scene<'_, '_>, child: usize, kind: Kind, weights: &Index) -> f32 {
    let mut sum = Sum::new(weights);
    see_child(scene, child, kind, &mut sum);
    sum.sum
}

/// The weight of a pair.
pub fn of_pair(scene: &Scene<'_, '_>, child: usize, parent: usize, kind: Kind, weights: &Index) -> f32 {
    let mut sum = Sum::new(weights);
    see_pair(scene, child, parent, kind, &mut sum);
    sum.sum
}

/// The weight of the authors.
pub fn of_voices(scene: &Scene<'_, '_>, child: usize, answers: [Option<usize>; 2], kind: Kind, weights: &Index) -> f32 {
    let mut sum = Sum::new(weights);
    see_voices(scene, child, answers, kind, &mut sum);
    sum.sum
}

/// The weight of a place.
pub fn of_place(kind: Kind, height: usize, depth: usize, weights: &Index) -> f32 {
    let mut sum = Sum::new(weights);
    see_place(kind, height, depth, &mut sum);
    sum.sum
}
