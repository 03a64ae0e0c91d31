//! What is seen of two lines that stand under each other: whether they are of one comment.

use std::fmt::Arguments;

use super::facts::{Facts, Head, Rarity};
use super::quoted::Quote;
use super::weigh::{Scale, bin};

/// What all lines of a page have in common.
#[derive(Debug)]
pub struct Page {
    /// How long its middle line is, coarsely.
    long: usize,
    names: Vec<String>,
}

impl Page {
    /// Looks at all lines of a page.
    pub fn of(lines: &[Facts<'_>]) -> Self {
        let mut lens: Vec<usize> = lines.iter().map(|line| line.len).collect();
        lens.sort_unstable();
        let count = lens.len().max(1);
        let middle = lens.get(lens.len() / 2).copied().unwrap_or(0);
        // Eighths of the lines.
        let share = |is: &dyn Fn(&Facts<'_>) -> bool| lines.iter().filter(|line| is(line)).count() * 8 / count;
        let names = vec![
            format!("all middle {}", bin(middle, &[50, 70, 90, 120, 160, 220, 300])),
            format!("all mean {}", bin(lens.iter().sum::<usize>() / count, &[60, 90, 120, 160, 220, 300])),
            format!("all short {}", share(&|line| line.len < 60)),
            format!("all long {}", share(&|line| line.len > 250)),
            format!("all bare {}", share(&|line| line.hand.bare)),
            format!("all you {}", share(&|line| line.second_person)),
            format!("all count {}", bin(lines.len(), &[10, 20, 40, 80, 160])),
        ];
        Self { long: bin(middle, &[60, 90, 130, 180, 240]), names }
    }

    /// Puts it on the scale.
    pub fn see(&self, scale: &mut impl Scale) {
        self.names.iter().for_each(|name| scale.put(format_args!("{name}")));
    }
}

/// The lines of a page, with what was found in them.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, 's> {
    /// The lines.
    pub lines: &'a [Facts<'s>],
    /// What each quotes.
    pub quotes: &'a [Option<Quote>],
    /// Whether blank lines stand above each.
    pub gaps: &'a [bool],
    /// How rare their words are.
    pub rarity: &'a Rarity,
    /// What they have in common.
    pub page: &'a Page,
}

impl View<'_, '_> {
    /// Puts on the scale what is seen of a line and the one above it.
    pub fn see(&self, at: usize, scale: &mut impl Scale) {
        let Some((a, b)) = at.checked_sub(1).and_then(|above| Some((self.lines.get(above)?, self.lines.get(at)?)))
        else {
            return;
        };
        let mut put = |name: Arguments<'_>| scale.put(name);
        ends(a, b, &mut put);
        lengths(a, b, self.page.long, &mut put);
        words(a, b, &mut put);
        put(format_args!("echo {}", echo(self.rarity.shared(&a.content, &b.content))));
        people(a, b, &mut put);
        hands(a, b, &mut put);
        lists(self.lines, at, &mut put);
        self.quoted(at, &mut put);
        self.around(at, a, b, &mut put);
        // Where every line stands apart, blank lines say nothing.
        if self.gaps.iter().any(|gap| *gap) && self.gaps.iter().skip(1).any(|gap| !gap) {
            put(format_args!("{}", if self.gaps.get(at).copied().unwrap_or_default() { "gap" } else { "no gap" }));
        }
    }

    /// What both quote.
    fn quoted(&self, at: usize, put: &mut impl FnMut(Arguments<'_>)) {
        let quote = |at: usize| self.quotes.get(at).copied().flatten();
        if let (Some(a), Some(b)) = (quote(at - 1), quote(at)) {
            put(format_args!("{}", if a.line == b.line { "quotes of one line" } else { "quotes of two lines" }));
        }
        if let Some(own) = quote(at) {
            let before = (at.saturating_sub(6)..at).filter_map(quote).any(|other| other.line.abs_diff(own.line) <= 1);
            put(format_args!("{}", if before { "quotes what was quoted just above" } else { "quotes" }));
            put(format_args!("{}", if at - own.line <= 3 { "quotes a near line" } else { "quotes a far line" }));
        }
        if quote(at - 1).is_some_and(|quote| quote.alone) {
            put(format_args!("below a quote"));
        }
    }

    /// What stands above both and below them.
    fn around(&self, at: usize, a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
        let head = b.head.name();
        if let Some(before) = at.checked_sub(2).and_then(|at| self.lines.get(at)) {
            let echoes = self.rarity.shared(&before.content, &b.content) > 4.0;
            put(format_args!("echo of the line before {}", u8::from(echoes)));
            put(format_args!("heads before {} {} {head}", before.head.name(), a.head.name()));
        }
        if let Some(next) = self.lines.get(at + 1) {
            put(format_args!("head below {}", next.head.name()));
            put(format_args!("echo below {}", u8::from(self.rarity.shared(&next.content, &b.content) > 4.0)));
        }
    }
}

fn echo(shared: f32) -> usize {
    if shared == 0.0 { 0 } else { 1 + [3.0, 6.0, 12.0].iter().filter(|edge| shared >= **edge).count() }
}

/// How the line above begins and ends, and how this one does.
fn ends(a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
    let (head, tail) = (b.head.name(), a.tail);
    put(format_args!("bias"));
    put(format_args!("head {head}"));
    put(format_args!("above head {}", a.head.name()));
    put(format_args!("above tail {tail}"));
    put(format_args!("tail {}", b.tail));
    put(format_args!("tails {tail} {}", b.tail));
    put(format_args!("tail {tail} head {head}"));
    put(format_args!("heads {} {head}", a.head.name()));
}

/// How long both are, also by how long the lines of the page are.
fn lengths(a: &Facts<'_>, b: &Facts<'_>, page: usize, put: &mut impl FnMut(Arguments<'_>)) {
    let edges = [12, 25, 45, 80, 130, 200, 320, 520];
    put(format_args!("length above {}", bin(a.len, &edges)));
    put(format_args!("length {}", bin(b.len, &edges)));
    put(format_args!("lengths {} {}", bin(a.len, &[25, 80, 200]), bin(b.len, &[25, 80, 200])));
    put(format_args!("page {page}"));
    put(format_args!("page {page} length above {}", bin(a.len, &[25, 80, 200, 320])));
    put(format_args!("page {page} length {}", bin(b.len, &[25, 80, 200, 320])));
    put(format_args!("sentences {} {}", a.sentences.min(4), b.sentences.min(4)));
}

/// Which words both begin with.
fn words(a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
    let first = b.word(0);
    put(format_args!("word {first}"));
    put(format_args!("words {first} {}", b.word(1)));
    put(format_args!("above word {}", a.word(0)));
    if (1..=4).contains(&a.opening.len()) {
        put(format_args!("above few words"));
    }
}

/// Who speaks to whom.
fn people(a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
    const YOU: [&str; 5] = ["you", "your", "u", "yours", "yourself"];
    const I: [&str; 6] = ["i", "my", "me", "we", "our", "im"];
    let early = (b.opens_with(&YOU, 8), b.opens_with(&I, 8));
    put(format_args!("people {} {}", u8::from(early.0), u8::from(early.1)));
    put(format_args!("I and I {} {}", u8::from(a.first_person), u8::from(b.first_person)));
    put(format_args!("you and you {} {}", u8::from(a.second_person), u8::from(b.second_person)));
    if a.tail == "ask" {
        let answers = b.opens_with(&["yes", "no", "because", "nope", "yeah", "it", "probably"], 1);
        put(format_args!("asked {}", u8::from(answers)));
    }
}

/// Whether both were typed by one hand.
fn hands(a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
    let habits = [
        ("curly", a.hand.curly, b.hand.curly),
        ("wide", a.hand.wide, b.hand.wide),
        ("small", a.hand.small, b.hand.small),
        ("loose", a.hand.loose, b.hand.loose),
        ("plain", a.hand.plain, b.hand.plain),
        ("bare", Some(a.hand.bare), Some(b.hand.bare)),
    ];
    for (name, a, b) in habits {
        if let (Some(a), Some(b)) = (a, b) {
            put(format_args!("hand {name} {} {}", u8::from(a), u8::from(b)));
        }
    }
}

/// Lists go on, notes belong to what they explain.
fn lists(lines: &[Facts<'_>], at: usize, put: &mut impl FnMut(Arguments<'_>)) {
    let Some(b) = lines.get(at) else { return };
    let above = || (at.saturating_sub(5)..at).rev().filter_map(|above| lines.get(above));
    let Some(number) = b.number else { return };
    match b.head {
        Head::Note => {
            let mark = format!("[{number}]");
            let is_wanted = above().any(|line| line.text.contains(&mark));
            put(format_args!("{}", if is_wanted { "note is wanted" } else { "note is not wanted" }));
        }
        _ if above().any(|line| line.number.is_some_and(|before| before + 1 == number)) => {
            put(format_args!("next number"));
        }
        _ => put(format_args!("{}", if number == 1 { "number one" } else { "a number" })),
    }
}
