//! Discussions of any size, the same for the same size: nested JSON as Algolia sends it, a mailbox, lines of JSON,
//! a page.

use std::fmt::Write as _;

/// A small generator of numbers (splitmix64): no dependency, no surprise.
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap_or(0)
    }
}

const WORDS: &str = "the of a to and in that it is for on was with as be this by not are or but from at have an \
    they which one would all there been if more when will no out so said what about into than them can only other \
    new some could time these two may then do first any now such like our over even most made after also did many \
    bridge harbour timetable engine letter winter answer morning reason question people argument paragraph";

/// Words, some of them quoted, linked, or in another script.
fn words(dice: &mut Dice, many: usize) -> String {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = String::new();
    for at in 0..many {
        let word = all.get(dice.below(all.len())).copied().unwrap_or("word");
        let _ = match dice.below(60) {
            0 => write!(text, "{word}.<p>"),
            1 => write!(text, "<i>{word}</i> "),
            2 => write!(text, "caf\\u00e9 {word} "),
            3 => write!(text, "<a href=\\\"https:&#x2F;&#x2F;example.org&#x2F;{at}\\\">{word}</a> "),
            _ => write!(text, "{word} "),
        };
    }
    text
}

/// Parents of a thread in preorder: a quarter of the comments at top level, the others below
/// one of the comments that are open.
fn depths(dice: &mut Dice, comments: usize) -> Vec<usize> {
    let mut depth: usize = 0;
    (0..comments)
        .map(|at| {
            depth = match dice.below(4) {
                _ if at == 0 => 0,
                0 => 0,
                1 => depth + 1,
                _ => dice.below(depth + 2),
            };
            depth.min(24)
        })
        .collect()
}

/// The JSON of a story with so many comments. `replies_first`: a comment's replies stand
/// before its own text.
pub fn json(comments: usize, replies_first: bool) -> String {
    let mut dice = Dice(comments as u64);
    let depths = depths(&mut dice, comments);
    let mut out = format!(
        r#"{{"id":1,"author":"poster","created_at_i":1700000000,"title":"A made-up story","points":12,"text":"{}","children":["#,
        words(&mut dice, 400)
    );
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, depth) in depths.iter().enumerate() {
        close(&mut out, &mut open, *depth);
        if out.ends_with('}') {
            out.push(',');
        }
        let long = dice.below(100) + 1;
        let many = if long > 95 { long * 4 } else { long };
        let own = format!(
            r#""author":"author{}","created_at_i":{},"text":"{}""#,
            dice.below(900),
            1_700_000_000 + at,
            words(&mut dice, many)
        );
        let _ = write!(out, r#"{{"id":{},"#, at + 2);
        let tail = if replies_first {
            format!(",{own}")
        } else {
            let _ = write!(out, "{own},");
            String::new()
        };
        out.push_str(r#""children":["#);
        open.push((*depth, tail));
    }
    close(&mut out, &mut open, 0);
    out.push_str("]}");
    out
}

fn close(out: &mut String, open: &mut Vec<(usize, String)>, depth: usize) {
    while let Some((_, tail)) = open.pop_if(|(at, _)| *at >= depth) {
        out.push(']');
        out.push_str(&tail);
        out.push('}');
    }
}

/// Comments one behind the other: what each answers (0: the article), and its words.
fn comments(many: usize) -> impl Iterator<Item = (usize, usize, String)> {
    let mut dice = Dice(many as u64);
    (1..=many).map(move |at| {
        let parent = if dice.below(4) == 0 { 0 } else { at - 1 - dice.below(at.min(40)) };
        let long = dice.below(100) + 1;
        (at, parent, plain(&mut dice, long))
    })
}

/// Words in lines.
fn plain(dice: &mut Dice, many: usize) -> String {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let word = |at: usize, dice: &mut Dice| {
        let word = all.get(dice.below(all.len())).copied().unwrap_or("word");
        format!("{word}{}", if at % 12 == 11 { "\n" } else { " " })
    };
    (0..many).map(|at| word(at, dice)).collect()
}

/// A mailbox: each message names all that it answers.
pub fn mail(many: usize) -> String {
    let mut chains = vec![String::new()];
    let mut out = String::new();
    for (at, parent, words) in std::iter::once((0, 0, "What it is about.".to_owned())).chain(comments(many)) {
        let above = chains.get(parent).cloned().unwrap_or_default();
        let _ = write!(
            out,
            "From list@example.org Tue Nov 14 22:13:20 2023\nFrom: Author {0} <author{0}@example.org>\nSubject: {1}A made-up story\n\
             Date: Tue, 14 Nov 2023 {2:02}:{3:02}:20 +0000\nMessage-ID: <{at}@example.org>\n",
            at % 900,
            if at > 0 { "Re: " } else { "" },
            at / 60 % 24,
            at % 60,
        );
        if at > 0 {
            let _ = writeln!(out, "References:{above}");
        }
        let _ = write!(out, "Content-Type: text/plain; charset=utf-8\n\n{words}\n\n");
        let chain = format!("{above} <{at}@example.org>");
        if at == 0 {
            chains = vec![chain];
        } else {
            chains.push(chain);
        }
    }
    out
}

/// JSON, a comment a line.
pub fn lines(many: usize) -> String {
    let line = |(at, parent, words): (usize, usize, String)| {
        let words = words.replace('\n', "\\n");
        format!(
            "{{\"id\":{at},\"parent\":{parent},\"author\":\"author{}\",\"time\":{},\"text\":\"{words}\"}}\n",
            at % 900,
            1_700_000_000 + at
        )
    };
    comments(many).map(line).collect()
}

/// A page with an article and its comments below.
pub fn page(many: usize) -> String {
    let comment = |(at, _, words): (usize, usize, String)| {
        format!(
            "<li class=\"comment\" id=\"comment-{at}\"><cite class=\"fn\">author{}</cite> \
             <time datetime=\"2024-05-01T10:00:00Z\">May 1</time><p>{words}</p></li>\n",
            at % 900
        )
    };
    let article = plain(&mut Dice(1), 400);
    let all: String = comments(many).map(comment).collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>A made-up story</title></head><body><article><h1>A made-up story</h1>\n\
         <p>{article}</p></article>\n<ol class=\"commentlist\">\n{all}</ol></body></html>\n"
    )
}
