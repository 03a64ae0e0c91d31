//! A JSON source as a flat tree, for formats whose facts stand in objects of their own
//! (`"user":{"login":…}`) and in any order.
//!
//! Nodes are rows in the order of the source, each with the row after its branch: nothing
//! recurses, and a format walks objects without keeping a stack. Only the keys that a format
//! names are kept, so the tree is small beside the source.

use std::borrow::Cow;
use std::ops::Range;

use super::json::{Damage, Event, Scanner, Value};
use crate::model::{DraftWriter, Media, TextRef};

/// The nodes of a source.
#[derive(Debug)]
pub(super) struct Tree<'s> {
    nodes: Vec<Node<'s>>,
    damage: Option<Damage>,
}

#[derive(Debug)]
struct Node<'s> {
    key: &'s str,
    what: What<'s>,
    /// The row after the last one of its branch.
    end: u32,
}

#[derive(Clone, Copy, Debug)]
enum What<'s> {
    /// Whether it was closed by the source, and not by its end.
    Object(bool),
    Array,
    Value(Value<'s>),
}

/// A node: an object, an array or a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'t, 's> {
    tree: &'t Tree<'s>,
    row: u32,
}

impl<'s> Tree<'s> {
    /// Reads a source. Kept are the keys that are named; `key.*` keeps whatever keys an
    /// object of that name has.
    pub(super) fn read(source: &'s str, keys: &[&str]) -> Self {
        let any: Vec<&str> = keys.iter().filter_map(|key| key.strip_suffix(".*")).collect();
        let mut scanner = Scanner::new(source);
        let mut nodes: Vec<Node<'s>> = Vec::new();
        let mut open: Vec<(usize, bool)> = Vec::new();
        let is_kept = |open: &[(usize, bool)], key: &str| {
            key.is_empty() || keys.contains(&key) || open.last().is_some_and(|(_, all)| *all)
        };
        loop {
            match scanner.next() {
                Event::Open { key, .. } if !is_kept(&open, key) => scanner.skip(),
                Event::Open { key, object } => {
                    let all = any.contains(&key);
                    open.push((nodes.len(), all));
                    let what = if object { What::Object(true) } else { What::Array };
                    nodes.push(Node { key, what, end: 0 });
                }
                Event::Value { key, value } => {
                    if is_kept(&open, key) && !matches!(value, Value::Null) {
                        let end = number(nodes.len() + 1);
                        nodes.push(Node { key, what: What::Value(value), end });
                    }
                }
                Event::Close => {
                    let end = number(nodes.len());
                    if let Some(node) = open.pop().and_then(|(at, _)| nodes.get_mut(at)) {
                        node.end = end;
                        if scanner.is_broken_off() && matches!(node.what, What::Object(_)) {
                            node.what = What::Object(false);
                        }
                    }
                }
                Event::End => return Self { nodes, damage: scanner.damage() },
            }
        }
    }

    /// Where and how reading ended before its time, if it did.
    pub(super) fn damage(&self) -> Option<Damage> {
        self.damage
    }

    /// All nodes in the order of the source.
    fn rows(&self) -> u32 {
        number(self.nodes.len())
    }

    /// The objects that stand in no other object: documents, and what their arrays hold.
    pub(super) fn objects(&self) -> impl Iterator<Item = At<'_, 's>> {
        Objects { tree: self, rows: 0..self.rows() }
    }
}

/// Longer sources than `u32::MAX` bytes are not read at all.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// Objects of a range of rows, without going into them.
struct Objects<'t, 's> {
    tree: &'t Tree<'s>,
    rows: Range<u32>,
}

impl<'t, 's> Iterator for Objects<'t, 's> {
    type Item = At<'t, 's>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.rows.start < self.rows.end {
            let at = At { tree: self.tree, row: self.rows.start };
            self.rows.start = if at.is_object() { at.end() } else { at.row + 1 };
            if at.is_object() {
                return Some(at);
            }
        }
        None
    }
}

impl<'t, 's> At<'t, 's> {
    fn node(self) -> Option<&'t Node<'s>> {
        self.tree.nodes.get(self.row as usize)
    }

    /// Never before the next row, so that walks end.
    fn end(self) -> u32 {
        self.node().map_or(u32::MAX, |node| node.end.max(self.row + 1))
    }

    /// The key that it stands under.
    pub(super) fn key(self) -> &'s str {
        self.node().map_or("", |node| node.key)
    }

    pub(super) fn is_object(self) -> bool {
        matches!(self.node().map(|node| node.what), Some(What::Object(_)))
    }

    pub(super) fn is_array(self) -> bool {
        matches!(self.node().map(|node| node.what), Some(What::Array))
    }

    /// Whether the end of the input cut the object off.
    pub(super) fn is_cut(self) -> bool {
        match self.node().map(|node| node.what) {
            Some(What::Object(whole)) => !whole,
            Some(What::Value(value)) => value.is_cut(),
            _ => false,
        }
    }

    /// What an object or array holds.
    pub(super) fn children(self) -> impl Iterator<Item = Self> + use<'t, 's> {
        let (mut row, end) = match self.node().map(|node| node.what) {
            Some(What::Object(_) | What::Array) => (self.row + 1, self.end()),
            _ => (0, 0),
        };
        std::iter::from_fn(move || {
            let at = At { tree: self.tree, row };
            (row < end).then(|| row = at.end()).map(|()| at)
        })
    }

    /// The objects in it, through arrays but not through objects; itself, if it is one.
    pub(super) fn objects(self) -> impl Iterator<Item = Self> + use<'t, 's> {
        Objects { tree: self.tree, rows: self.row..self.end() }
    }

    /// The last member of that name: what JSON readers take.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        self.is_object().then(|| self.children().filter(|child| child.key() == key).last()).flatten()
    }

    /// The member at the end of a path of names.
    pub(super) fn path(self, path: &str) -> Option<Self> {
        path.split('.').try_fold(self, |at, key| at.get(key))
    }

    /// The first member of those names that is there.
    pub(super) fn first_of(self, keys: &[&str]) -> Option<Self> {
        keys.iter().find_map(|key| self.path(key))
    }

    /// The objects under a name: of an array, or the one that stands there.
    pub(super) fn list(self, key: &str) -> impl Iterator<Item = Self> + use<'t, 's> {
        self.path(key).into_iter().flat_map(Self::objects)
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value, if it is one. `null` is never kept.
    pub(super) fn value(self) -> Option<Value<'s>> {
        match self.node()?.what {
            What::Value(value) => Some(value),
            What::Object(_) | What::Array => None,
        }
    }

    /// The characters of a whole string or number, unless there are none.
    pub(super) fn string(self) -> Option<Cow<'s, str>> {
        self.value().filter(|value| !value.is_cut()).and_then(Value::string).filter(|text| !text.is_empty())
    }

    /// Whether it has characters, also of a string that was cut off.
    pub(super) fn is_filled(self) -> bool {
        self.value().and_then(Value::string).is_some_and(|text| !text.is_empty())
    }

    pub(super) fn str_of(self, path: &str) -> Option<Cow<'s, str>> {
        self.path(path)?.string()
    }

    /// The first text under those names that is there and not empty.
    pub(super) fn first_str(self, keys: &[&str]) -> Option<Cow<'s, str>> {
        keys.iter().find_map(|key| self.str_of(key))
    }

    pub(super) fn int_of(self, path: &str) -> Option<i64> {
        self.path(path)?.value()?.int()
    }

    pub(super) fn time_of(self, path: &str) -> Option<i64> {
        self.path(path)?.value()?.time()
    }

    /// Whether it is `true`.
    pub(super) fn is_true(self, path: &str) -> bool {
        self.path(path).and_then(Self::value).is_some_and(Value::is_true)
    }

    /// Whether it is a string with exactly these plain characters.
    pub(super) fn is(self, path: &str, text: &str) -> bool {
        self.path(path).and_then(Self::value).is_some_and(|value| value.is(text))
    }

    /// The value as a text of a draft; of a container none.
    pub(super) fn text(self, writer: &mut DraftWriter, media: Media) -> TextRef {
        self.value().map_or(TextRef::default(), |value| value.text(writer, media))
    }

    /// The text under a name, none if it is not there.
    pub(super) fn text_of(self, path: &str, writer: &mut DraftWriter, media: Media) -> TextRef {
        self.path(path).map_or(TextRef::default(), |at| at.text(writer, media))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_named_and_finds_it() {
        let source = r#"[{"id":1,"junk":{"id":9},"user":{"login":"ann","junk":[1]},"by":{"x":"y"},"no":null}]
            {"id":2,"list":[{"id":3},[{"id":4}],5],"flag":true,"other":false}"#;
        let tree = Tree::read(source, &["id", "user", "login", "by.*", "by", "list", "flag", "no"]);
        let objects: Vec<_> = tree.objects().collect();
        let [first, second] = objects.as_slice() else { panic!("{objects:?}") };
        assert_eq!(first.int_of("id"), Some(1));
        assert_eq!(first.str_of("user.login").as_deref(), Some("ann"));
        assert_eq!(first.str_of("by.x").as_deref(), Some("y"));
        assert!(!first.has("junk") && !first.has("no") && !second.has("other") && second.is_true("flag"));
        assert_eq!(second.list("list").filter_map(|at| at.int_of("id")).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(second.children().count(), 3);
        assert!(tree.damage().is_none() && !second.is_cut());
    }

    #[test]
    fn a_cut_keeps_what_was_whole() {
        let tree = Tree::read(r#"{"list":[{"id":1},{"id":2,"text":"half"#, &["list", "id", "text"]);
        let root = tree.objects().next().unwrap();
        let items: Vec<_> = root.list("list").collect();
        assert!(root.is_cut() && items.len() == 2 && !items[0].is_cut() && items[1].is_cut());
        assert!(items[1].str_of("text").is_none() && items[1].get("text").unwrap().is_cut());
        assert!(tree.damage().is_some());
    }

    #[test]
    fn depth_needs_no_stack() {
        let source = r#"{"a":[{"a":"#.repeat(100_000);
        let tree = Tree::read(&source, &["a"]);
        assert_eq!(tree.objects().count(), 1);
        assert_eq!(Tree::read(&source, &["b"]).objects().count(), 1);
    }
}
