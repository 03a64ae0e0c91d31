//! Selectors: the part of CSS that rules need, as data.
//!
//! `tag.class#id[name]`, `[name=value]`, `^=` `$=` `*=` `~=`, descendants and children
//! (`a b`, `a > b`), lists (`a, b`). A descendant looks at the nearest sixteen ancestors only,
//! so that matching costs the same at any depth.

use html5ever::LocalName;

use super::{Id, Page};

/// How far out a descendant's ancestor may be.
const REACH: usize = 16;

/// Which elements are meant. The default means none.
#[derive(Debug, Default)]
pub(in crate::loader) struct Selector(Vec<Chain>);

/// Steps from the element outwards.
#[derive(Debug)]
struct Chain(Vec<Step>);

#[derive(Debug, Default)]
struct Step {
    name: Option<LocalName>,
    classes: Vec<&'static str>,
    tests: Vec<(&'static str, Test, &'static str)>,
    /// Stands right in the step that follows.
    is_child: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    Is,
    Has,
    Word,
    Begins,
    Ends,
    Holds,
}

impl Selector {
    /// Reads a selector of the program's own tables; a wrong one means nothing there.
    pub(in crate::loader) fn new(text: &'static str) -> Self {
        Self(text.split(',').filter(|part| !part.trim().is_empty()).filter_map(chain).collect())
    }

    /// What either means.
    pub(in crate::loader) fn or(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether it means nothing.
    pub(in crate::loader) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the element is meant.
    pub(in crate::loader) fn matches(&self, page: &Page<'_>, id: Id) -> bool {
        self.0.iter().any(|chain| chain.matches(page, id))
    }

    /// The same without what cannot be on the page, for a faster look at all of it.
    pub(in crate::loader) fn on(mut self, page: &Page<'_>) -> Self {
        self.0.retain(|chain| chain.0.iter().all(|step| step.may_be_on(page)));
        self
    }

    /// The first element on the page that is meant.
    pub(in crate::loader) fn first(&self, page: &Page<'_>) -> Option<Id> {
        if self.is_empty() { None } else { page.ids().find(|id| self.matches(page, *id)) }
    }
}

fn chain(text: &'static str) -> Option<Chain> {
    let mut steps = Vec::new();
    let mut is_child = false;
    for word in text.split_ascii_whitespace() {
        if word == ">" {
            is_child = true;
            continue;
        }
        let mut step = step(word)?;
        step.is_child = std::mem::take(&mut is_child);
        steps.push(step);
    }
    steps.reverse();
    (!steps.is_empty()).then_some(Chain(steps))
}

fn step(word: &'static str) -> Option<Step> {
    let mut step = Step::default();
    let name_end = word.find(['.', '#', '[']).unwrap_or(word.len());
    let (name, mut rest) = word.split_at(name_end);
    if !name.is_empty() && name != "*" {
        step.name = Some(LocalName::from(name));
    }
    while let Some(sign) = rest.chars().next() {
        let after = rest.get(1..)?;
        if sign == '[' {
            let (test, left) = after.split_once(']')?;
            step.tests.push(attribute_test(test));
            rest = left;
        } else {
            let (value, left) = after.split_at(after.find(['.', '#', '[']).unwrap_or(after.len()));
            match sign {
                '.' => step.classes.push(value),
                _ => step.tests.push(("id", Test::Is, value)),
            }
            rest = left;
        }
    }
    Some(step)
}

fn attribute_test(test: &'static str) -> (&'static str, Test, &'static str) {
    let signs = [("~=", Test::Word), ("^=", Test::Begins), ("$=", Test::Ends), ("*=", Test::Holds), ("=", Test::Is)];
    for (sign, kind) in signs {
        if let Some((name, value)) = test.split_once(sign) {
            return (name, kind, value);
        }
    }
    (test, Test::Has, "")
}

impl Chain {
    fn matches(&self, page: &Page<'_>, id: Id) -> bool {
        let Some((first, outer)) = self.0.split_first() else { return false };
        if !first.matches(page, id) {
            return false;
        }
        // Each step takes the nearest ancestor that fits; what is lost by that is of no account here.
        let (mut at, mut is_child) = (id, first.is_child);
        for step in outer {
            let reach = if is_child { 1 } else { REACH };
            let Some(found) = page.ancestors(at).take(reach).find(|above| step.matches(page, *above)) else {
                return false;
            };
            (at, is_child) = (found, step.is_child);
        }
        true
    }
}

impl Step {
    fn matches(&self, page: &Page<'_>, id: Id) -> bool {
        self.name.as_ref().is_none_or(|name| page.local_name(id) == Some(name))
            && (self.classes.is_empty() || self.has_classes(page, id))
            && self.tests.iter().all(|(name, test, value)| {
                page.attribute(id, name).is_some_and(|found| match test {
                    Test::Is => found == *value,
                    Test::Has => true,
                    Test::Word => found.split_ascii_whitespace().any(|word| word == *value),
                    Test::Begins => found.starts_with(value),
                    Test::Ends => found.ends_with(value),
                    Test::Holds => found.contains(value),
                })
            })
    }

    /// Whether any element of the page could be meant, by what is known of all.
    fn may_be_on(&self, page: &Page<'_>) -> bool {
        let may_fit = |(name, test, value): &(&str, Test, &str)| {
            page.knows_attribute(name)
                && match test {
                    Test::Holds if *name == "class" && !value.contains(' ') => {
                        page.may_have_class(|class| class.contains(value))
                    }
                    _ => true,
                }
        };
        self.classes.iter().all(|class| page.knows_class(class)) && self.tests.iter().all(may_fit)
    }

    fn has_classes(&self, page: &Page<'_>, id: Id) -> bool {
        self.classes.iter().all(|wanted| page.classes(id).any(|class| class == *wanted))
    }
}
