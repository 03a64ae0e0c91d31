//! Discussions of any size, the same for the same size: nested JSON as Algolia sends it.

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
