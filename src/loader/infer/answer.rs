//! How likely a comment answers the one above it, one further up, or the article: weak
//! evidence, weighed by a small log-linear model.
//!
//! The choice is between the comments on the path of the comment above it (where a page
//! shows threads from top to bottom nobody else can be answered) and the top level.

use std::fmt::Arguments;

use super::facts::{Facts, Rarity};
use super::turns::Voices;
use super::weigh::{Scale, Sum, Weights};

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
}

/// A page of comments.
#[derive(Debug)]
pub struct Scene<'a, 's> {
    /// The comments, in the order of the page.
    pub talks: Vec<Talk<'a, 's>>,
    /// How rare their words are.
    pub rarity: Rarity,
    /// Words of the article.
    pub article: Vec<u32>,
    /// What the comments of the page have in common.
    pub page: String,
    /// Who wrote them.
    pub voices: Voices,
}

impl<'a, 's> Scene<'a, 's> {
    /// A page from its lines, with the first line of each comment.
    pub fn of(lines: &'a [Facts<'s>], starts: &[usize], article: &str, voices: Voices) -> Self {
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let talk = |(start, end): (usize, usize)| {
            let all = lines.get(start..end)?;
            // What is only quoted is not its own word.
            let own = || all.iter().filter(|line| !line.text.starts_with('>'));
            let mut content: Vec<u32> = own().flat_map(|line| line.content.iter().copied()).collect();
            content.sort_unstable();
            content.dedup();
            Some(Talk {
                first: own().next().or(all.first())?,
                last: all.last()?,
                content,
                len: own().map(|line| line.len).sum(),
            })
        };
        let talks: Vec<Talk<'a, 's>> = starts.iter().copied().zip(ends).filter_map(talk).collect();
        let mut lens: Vec<usize> = talks.iter().map(|talk| talk.len).collect();
        lens.sort_unstable();
        let page = bin(lens.get(lens.len() / 2).copied().unwrap_or(0), &[80, 150, 250, 400]);
        Self { talks, rarity: Rarity::of(lines), article: Facts::of(article).content, page, voices }
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

fn bin(value: usize, edges: &[usize]) -> String {
    edges.iter().filter(|edge| value >= **edge).count().to_string()
}

/// What the comment itself says of whom it answers.
pub fn see_child(scene: &Scene<'_, '_>, child: usize, kind: Kind, scale: &mut impl Scale) {
    let Some(talk) = scene.talks.get(child) else { return };
    let (first, kind) = (talk.first, kind.name());
    let mut put = |name: Arguments<'_>| scale.put(format_args!("{kind} {name}"));
    put(format_args!(""));
    put(format_args!("page {}", scene.page));
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
    let (Some(b), Some(a)) = (scene.talks.get(child), scene.talks.get(parent)) else { return };
    let kind = kind.name();
    let mut put = |name: Arguments<'_>| scale.put(format_args!("{kind} {name}"));
    put(format_args!("echo {}", level(scene.rarity.shared(&a.content, &b.content))));
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
    put(format_args!("far {}", bin(child - parent, &[2, 3, 5, 9, 17, 40])));
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
pub fn of_child(scene: &Scene<'_, '_>, child: usize, kind: Kind, weights: Weights) -> f32 {
    let mut sum = Sum::new(weights);
    see_child(scene, child, kind, &mut sum);
    sum.sum
}

/// The weight of a pair.
pub fn of_pair(scene: &Scene<'_, '_>, child: usize, parent: usize, kind: Kind, weights: Weights) -> f32 {
    let mut sum = Sum::new(weights);
    see_pair(scene, child, parent, kind, &mut sum);
    sum.sum
}

/// The weight of the authors.
pub fn of_voices(
    scene: &Scene<'_, '_>,
    child: usize,
    answers: [Option<usize>; 2],
    kind: Kind,
    weights: Weights,
) -> f32 {
    let mut sum = Sum::new(weights);
    see_voices(scene, child, answers, kind, &mut sum);
    sum.sum
}

/// The weight of a place.
pub fn of_place(kind: Kind, height: usize, depth: usize, weights: Weights) -> f32 {
    let mut sum = Sum::new(weights);
    see_place(kind, height, depth, &mut sum);
    sum.sum
}
