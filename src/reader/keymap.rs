//! From keys to commands: sequences, prefixes that never time out, and counts.
//!
//! Keys are written as people write them: `j`, `^F`, `z t`, `] n`, `⇧Tab`, `Alt-←`,
//! `PgDn`. The bindings come from the command table; which of them hold depends on the
//! [`Mode`].

use super::command::{self, Command, Scope};
use super::input::{Key, KeyCode};

/// What the keys mean at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The reading screen.
    Reading,
    /// A list.
    List,
    /// A sheet over the screen: help, chain, details.
    Sheet,
    /// The thread map: the keys of the reading screen walk it.
    Map,
}

impl Mode {
    /// Whether commands of a scope can be reached.
    #[must_use]
    pub fn has(self, scope: Scope) -> bool {
        match scope {
            Scope::Any | Scope::Motion => true,
            Scope::Comment => matches!(self, Self::Reading | Self::Map),
            Scope::List => self == Self::List,
            Scope::Sheet => self == Self::Sheet,
        }
    }
}

/// A count and the keys of a prefix, waiting for more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Digits typed.
    pub count: Option<u32>,
    /// Keys typed.
    pub keys: Vec<Key>,
}

impl Pending {
    /// Whether nothing is waiting.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }
}

/// What a key led to.
#[derive(Clone, Debug)]
pub enum Hit {
    /// A command, with the count before it.
    Command(&'static Command, Option<u32>),
    /// More keys are needed.
    Wait,
    /// Nothing is bound there: the keys that were tried.
    Miss(Vec<Key>),
}

/// One binding.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The keys in order.
    pub keys: Vec<Key>,
    /// As they are written in the table.
    pub written: &'static str,
    /// What they do.
    pub command: &'static Command,
}

/// The bindings.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    /// The bindings of the command table.
    fn default() -> Self {
        let bindings = command::all().flat_map(|command| {
            let bind = move |written: &&'static str| Binding { keys: parse(written), written, command };
            command.keys.iter().map(bind)
        });
        Self { bindings: bindings.collect() }
    }
}

impl Keymap {
    /// All bindings, in the order of the table.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// What can follow the keys typed so far.
    pub fn following<'a>(&'a self, mode: Mode, typed: &'a [Key]) -> impl Iterator<Item = &'a Binding> + 'a {
        self.bindings.iter().filter(move |binding| {
            mode.has(binding.command.scope) && binding.keys.len() > typed.len() && binding.keys.starts_with(typed)
        })
    }

    /// Takes a key.
    pub fn step(&self, mode: Mode, pending: &mut Pending, key: Key) -> Hit {
        if pending.keys.is_empty() && matches!(mode, Mode::Reading | Mode::Map) && take_digit(pending, key) {
            return Hit::Wait;
        }
        pending.keys.push(key);
        let exact = self.bindings.iter().find(|b| mode.has(b.command.scope) && b.keys == pending.keys);
        if let Some(binding) = exact {
            let count = pending.count;
            *pending = Pending::default();
            return Hit::Command(binding.command, count);
        }
        if self.following(mode, &pending.keys).next().is_some() {
            return Hit::Wait;
        }
        let typed = std::mem::take(pending);
        Hit::Miss(typed.keys)
    }
}

/// Adds a digit to the count; `0` alone is not one.
fn take_digit(pending: &mut Pending, key: Key) -> bool {
    let KeyCode::Char(c) = key.code else {
        return false;
    };
    let Some(digit) = c.to_digit(10).filter(|_| !key.ctrl && !key.alt) else {
        return false;
    };
    if digit == 0 && pending.count.is_none() {
        return false;
    }
    let count = pending.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
    pending.count = Some(count.min(999_999_999));
    true
}

/// The keys of a written sequence; parts are separated by blanks.
#[must_use]
pub fn parse(written: &str) -> Vec<Key> {
    written.split(' ').filter_map(parse_one).collect()
}

fn parse_one(word: &str) -> Option<Key> {
    let mut key = Key { code: KeyCode::Esc, ctrl: false, alt: false, shift: false };
    let mut rest = word;
    loop {
        if let Some(after) = rest.strip_prefix("Alt-").filter(|after| !after.is_empty()) {
            (key.alt, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix('⇧').filter(|after| !after.is_empty()) {
            (key.shift, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix('^').filter(|after| !after.is_empty()) {
            (key.ctrl, rest) = (true, after);
        } else {
            break;
        }
    }
    let named = NAMES.iter().find(|(name, _)| *name == rest).map(|(_, code)| *code);
    let mut letters = rest.chars();
    let single = match (letters.next(), letters.next()) {
        (Some(c), None) => Some(KeyCode::Char(if key.ctrl { c.to_ascii_lowercase() } else { c })),
        _ => None,
    };
    key.code = named.or(single)?;
    Some(key)
}

const NAMES: [(&str, KeyCode); 16] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("↑", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("F1", KeyCode::F(1)),
    ("F5", KeyCode::F(5)),
];

/// A key as it is written.
#[must_use]
pub fn write(key: Key) -> String {
    let name = NAMES.iter().find(|(_, code)| *code == key.code).map(|(name, _)| (*name).to_owned());
    let name = name.unwrap_or_else(|| match key.code {
        KeyCode::Char(c) if key.ctrl => c.to_uppercase().to_string(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        _ => String::new(),
    });
    format!(
        "{}{}{}{name}",
        if key.alt { "Alt-" } else { "" },
        if key.shift { "⇧" } else { "" },
        if key.ctrl { "^" } else { "" }
    )
}

/// A sequence as people write it: letters run together, names stand apart.
#[must_use]
pub fn pretty(written: &str) -> String {
    let short = written.split(' ').all(|word| word.chars().count() <= 2);
    if short { written.replace(' ', "") } else { written.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_key_can_be_parsed_and_is_written_alike() {
        for binding in Keymap::default().bindings() {
            let words: Vec<&str> = binding.written.split(' ').collect();
            assert_eq!(binding.keys.len(), words.len(), "{}", binding.written);
            for (key, word) in binding.keys.iter().zip(words) {
                assert_eq!(write(*key), word);
            }
        }
    }

    #[test]
    fn no_binding_shadows_another() {
        let map = Keymap::default();
        for mode in [Mode::Reading, Mode::List, Mode::Sheet, Mode::Map] {
            let held: Vec<&Binding> = map.bindings().iter().filter(|b| mode.has(b.command.scope)).collect();
            for (at, a) in held.iter().enumerate() {
                for b in held.iter().skip(at + 1) {
                    let clash = a.keys.starts_with(&b.keys) || b.keys.starts_with(&a.keys);
                    assert!(
                        !clash,
                        "{mode:?}: `{}` ({}) and `{}` ({})",
                        a.written, a.command.name, b.written, b.command.name
                    );
                }
            }
        }
    }
}
