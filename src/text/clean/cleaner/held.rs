//! Invisible characters that may do work: joiners, selectors, tags. Whether they do is often told only by the character
//! after them, so they are held back until it comes. What proves idle is taken out of view.

use super::{Cleaner, Place};
use crate::text::clean::class::{self, Class};

impl Cleaner {
    /// Whether the characters held back do work before `c`.
    pub(super) fn wanted(&self, held: &str, c: char) -> bool {
        match held.chars().next() {
            Some('\u{fe0f}') => c == '\u{20e3}',
            Some('\u{200d}') if self.joins_emoji() => !class::is_mark(c) && self.place(held, c) == Place::Join,
            Some('\u{200c}' | '\u{200d}') => self.last().is_some_and(|last| class::joinable(last, c)),
            _ => false,
        }
    }

    pub(super) fn joiner(&mut self, c: char) {
        let Some(last) = self.last().filter(|_| !self.gap && self.held.is_empty()) else {
            return self.hide(c);
        };
        let emoji = c == '\u{200d}' && self.joins_emoji();
        if !emoji && class::is_virama(last) && self.place("", c) == Place::Join {
            self.put(c, Place::Join);
        } else if emoji || class::joinable(last, last) {
            self.held.push(c);
        } else {
            self.hide(c);
        }
    }

    pub(super) fn selector(&mut self, c: char) {
        let Some(last) = self.last().filter(|_| !self.gap && self.held.is_empty()) else {
            return self.hide(c);
        };
        if c == '\u{fe0f}' && matches!(last, '0'..='9' | '#' | '*') {
            self.held.push(c);
        } else if is_emoji(last) && self.place("", c) == Place::Join {
            self.put(c, Place::Join);
        } else {
            self.hide(c);
        }
    }

    pub(super) fn mongolian(&mut self, c: char) {
        let fits = !self.gap && self.held.is_empty() && self.last().is_some_and(class::is_mongolian);
        let place = if fits { self.place("", c) } else { Place::Drop };
        self.put(c, if place == Place::Join { place } else { Place::Drop });
    }

    pub(super) fn tag(&mut self, c: char) {
        let on_flag = !self.gap && &self.text[self.cluster..] == "\u{1f3f4}";
        let waiting = self.held.chars().next().is_none_or(|held| class::of(held) == Class::Tag);
        if !on_flag || !waiting || self.held.chars().count() > 5 {
            return self.hide(c);
        }
        self.held.push(c);
        if c == '\u{e007f}' {
            let held = std::mem::take(&mut self.held);
            let word: String = held.chars().filter_map(|c| char::from_u32(c as u32 - 0xe0000)).collect();
            if class::FLAGS.iter().any(|flag| word.strip_suffix('\u{7f}') == Some(flag)) {
                self.text.push_str(&held);
                self.marks += held.chars().count();
            } else {
                self.held = held;
                self.release();
            }
        }
    }

    /// Whether the last cluster is an emoji that ZWJ can join with another.
    pub(super) fn joins_emoji(&self) -> bool {
        let tail = &self.text[self.cluster..];
        !tail.is_ascii() && class::is_cluster(&format!("{tail}\u{200d}\u{1f469}"))
    }
}

/// Whether `c` is `Extended_Pictographic`: rule GB11 of UAX 29 joins only these across ZWJ.
fn is_emoji(c: char) -> bool {
    !c.is_ascii() && class::is_cluster(&format!("{c}\u{200d}\u{1f469}"))
}
