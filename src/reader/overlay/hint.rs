//! Letters on links, and the card that shows where one leads.

use super::Overlay;
use crate::reader::input::{Key, KeyCode};
use crate::reader::links::LinkSpot;
use crate::reader::state::State;
use crate::text::Clean;
use crate::text::link::Target;

/// The letters of hints: those of the home row, without the ones that mean something.
const LETTERS: &str = "asdfghjkl";

/// A link with its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What is typed for it.
    pub label: String,
    /// Where it stands.
    pub spot: LinkSpot,
}

/// Letters on all links of a pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The links.
    pub hints: Vec<Hint>,
    /// What was typed so far, in small letters.
    pub typed: String,
    /// The link is copied, not opened.
    pub copies: bool,
    /// A capital was typed: the link is shown, not opened.
    pub shows: bool,
}

/// Where a link leads, and what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCard {
    /// Where it leads.
    pub target: Target,
}

/// So many labels, all of the same length, so that none is the beginning of another.
fn labels(many: usize) -> Vec<String> {
    let mut labels = vec![String::new()];
    while labels.len() < many {
        labels = LETTERS.chars().flat_map(|last| labels.iter().map(move |label| format!("{label}{last}"))).collect();
        // The first letter changes slowest: neighbours share it.
        labels.sort_unstable_by_key(|label| label.chars().map(|c| LETTERS.find(c)).collect::<Vec<_>>());
    }
    if many == 1 {
        labels = vec![LETTERS.chars().take(1).collect()];
    }
    labels.truncate(many);
    labels
}

impl State {
    /// Puts letters on the links of the focused pane.
    pub(crate) fn open_hints(&mut self) {
        let mut spots = self.link_spots(self.reading.focus);
        // A link that is broken over rows has its letters where it begins.
        spots.dedup_by(|next, first| {
            (next.at, &next.range, &next.address) == (first.at, &first.range, &first.address) && next.y > first.y
        });
        if spots.is_empty() {
            self.say("no links on this page · F lists all links of the discussion");
            return;
        }
        let hints = labels(spots.len()).into_iter().zip(spots).map(|(label, spot)| Hint { label, spot }).collect();
        self.overlay = Some(Overlay::Hints(Hints { hints, ..Hints::default() }));
    }

    /// A key while links have letters.
    pub(crate) fn key_in_hints(&mut self, mut hints: Hints, key: Key) {
        let KeyCode::Char(c) = key.code else {
            if key.code == KeyCode::Backspace && hints.typed.pop().is_some() {
                self.overlay = Some(Overlay::Hints(hints));
            }
            return;
        };
        if key.ctrl || key.alt {
            return;
        }
        if c == 'y' && hints.typed.is_empty() {
            hints.copies = !hints.copies;
            self.overlay = Some(Overlay::Hints(hints));
            return;
        }
        hints.shows |= c.is_uppercase();
        hints.typed.extend(c.to_lowercase());
        match hints.hints.iter().find(|hint| hint.label == hints.typed) {
            Some(hint) => self.use_link(&hint.spot.clone(), &hints),
            None if hints.hints.iter().any(|hint| hint.label.starts_with(&hints.typed)) => {
                self.overlay = Some(Overlay::Hints(hints));
            }
            None => self.say("no link with this label"),
        }
    }

    fn use_link(&mut self, spot: &LinkSpot, hints: &Hints) {
        if hints.copies {
            self.copy(spot.address.as_str().to_owned(), "link");
        } else if hints.shows {
            self.show_link(&spot.address, spot.words.as_str());
        } else {
            self.open_link(&spot.address, spot.words.as_str());
        }
    }

    /// Shows where a link leads, and what can be done with it.
    pub(crate) fn show_link(&mut self, address: &Clean, words: &str) {
        self.overlay = Some(Overlay::Link(LinkCard { target: Target::of(address, words) }));
    }

    /// A key while a link is shown. What looks odd is opened by `o` alone.
    pub(crate) fn key_in_link(&mut self, card: LinkCard, key: Key) {
        let target = &card.target;
        let plain = target.doubts.is_empty() && target.refused.is_none();
        match key.code {
            KeyCode::Char('y') if !key.ctrl => self.copy(target.address.as_str().to_owned(), "link"),
            KeyCode::Char('o') if !key.ctrl && target.refused.is_none() => self.browse(&target.address),
            KeyCode::Enter if plain => self.browse(&target.address),
            KeyCode::Esc | KeyCode::Char('q') => {}
            KeyCode::Char('c' | 'g') if key.ctrl => {}
            _ => self.overlay = Some(Overlay::Link(card)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_none_begins_another() {
        assert_eq!(labels(1), ["a"]);
        assert_eq!(labels(3), ["a", "s", "d"]);
        assert_eq!(labels(10)[..3], ["aa", "as", "ad"]);
        for many in [1, 9, 10, 81, 82, 500] {
            let labels = labels(many);
            assert_eq!(labels.len(), many);
            let length = labels[0].len();
            assert!(labels.iter().all(|label| label.len() == length));
            let different: std::collections::BTreeSet<&String> = labels.iter().collect();
            assert_eq!(different.len(), many);
        }
    }
}
