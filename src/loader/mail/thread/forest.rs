//! Messages and missing messages, linked. Nothing here recurses, and nothing is quadratic.

use super::{Mails, NO_ID};
use crate::model::thread::NONE;

/// Nodes are numbered as they are met; each is a message or a missing one.
#[derive(Default)]
pub(super) struct Forest {
    /// The node of each id; [`NONE`] if it has none yet.
    by_id: Vec<u32>,
    nodes: Vec<Node>,
    /// Every node after its children.
    bottom_up: Vec<u32>,
}

struct Node {
    id: u32,
    parent: u32,
    /// The missing message that it says it answers; [`NONE`] if that is there.
    answered: u32,
    /// The number of the message; [`NONE`] for a missing one.
    mail: u32,
    /// Whether only another message says what it answers.
    supposed: bool,
    kept: bool,
}

impl Forest {
    /// No nodes yet, with room for those of some messages.
    pub(super) fn new(mails: &Mails<'_>) -> Self {
        Self { by_id: vec![NONE; mails.ids()], nodes: Vec::with_capacity(mails.len()), bottom_up: Vec::new() }
    }

    /// The node of an id, made if it is new.
    pub(super) fn node(&mut self, id: u32) -> u32 {
        let known = self.by_id.get(id as usize).copied().unwrap_or(NONE);
        if known != NONE {
            return known;
        }
        let node = self.push(id, NONE);
        if let Some(slot) = self.by_id.get_mut(id as usize) {
            *slot = node;
        }
        node
    }

    /// The node of a message: that of its id, unless another message has it.
    pub(super) fn add(&mut self, id: u32, mail: u32) -> u32 {
        let node = if id == NO_ID { self.push(id, mail) } else { self.node(id) };
        match self.nodes.get_mut(node as usize) {
            Some(slot) if slot.mail == NONE || slot.mail == mail => {
                slot.mail = mail;
                node
            }
            _ => self.push(id, mail),
        }
    }

    fn push(&mut self, id: u32, mail: u32) -> u32 {
        let node = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { id, parent: NONE, answered: NONE, mail, supposed: false, kept: false });
        node
    }

    /// The number of the id of a node.
    pub(super) fn id(&self, node: u32) -> u32 {
        self.get(node).map_or(NO_ID, |node| node.id)
    }

    fn get(&self, node: u32) -> Option<&Node> {
        self.nodes.get(node as usize)
    }

    /// The message of a node; none for a missing one.
    pub(super) fn mail(&self, node: u32) -> Option<u32> {
        self.get(node).map(|node| node.mail).filter(|mail| *mail != NONE)
    }

    /// The message that has an id first.
    pub(super) fn holder(&self, id: u32) -> Option<u32> {
        self.mail(*self.by_id.get(id as usize)?)
    }

    /// What a node answers; [`NONE`] if nothing.
    pub(super) fn parent(&self, node: u32) -> u32 {
        self.get(node).map_or(NONE, |node| node.parent)
    }

    /// The number of the id of the missing message that a node says it answers.
    pub(super) fn answered(&self, node: u32) -> u32 {
        self.get(node).map_or(NO_ID, |node| self.id(node.answered))
    }

    /// Says what a message says that it answers.
    pub(super) fn answers(&mut self, node: u32, parent: u32) {
        self.set_parent(node, parent);
        let is_missing = self.mail(parent).is_none();
        if let Some(slot) = self.nodes.get_mut(node as usize).filter(|_| is_missing) {
            slot.answered = parent;
        }
    }

    pub(super) fn set_parent(&mut self, node: u32, parent: u32) {
        if let Some(slot) = self.nodes.get_mut(node as usize) {
            slot.parent = if parent == node { NONE } else { parent };
        }
    }

    /// Takes it from the references of another message that a node answers one, if it has no
    /// word of its own on that.
    pub(super) fn suppose(&mut self, node: u32, parent: u32) {
        if let Some(slot) = self.nodes.get_mut(node as usize).filter(|slot| slot.parent == NONE && node != parent) {
            (slot.parent, slot.supposed) = (parent, true);
        }
    }

    /// Cuts each circle: at a link that was only supposed if it has one, else at its youngest
    /// message. Gives how many messages stood in each circle that had none.
    pub(super) fn cut_circles<'m>(&mut self, time: impl Fn(u32) -> i64, name: impl Fn(u32) -> &'m str) -> Vec<usize> {
        let mut true_circles = Vec::new();
        let mut walk = vec![NONE; self.nodes.len()];
        let mut path: Vec<u32> = Vec::new();
        for start in (0..).take(self.nodes.len()) {
            let mut at = start;
            path.clear();
            while let Some(met) = walk.get_mut(at as usize).filter(|met| **met == NONE) {
                *met = start;
                path.push(at);
                at = self.parent(at);
            }
            if walk.get(at as usize) != Some(&start) {
                continue;
            }
            let from = path.iter().position(|node| *node == at).unwrap_or(path.len());
            let ring = path.get(from..).unwrap_or_default();
            let supposed = ring.iter().copied().find(|node| self.get(*node).is_some_and(|node| node.supposed));
            let age = |node: &u32| (self.mail(*node).map(&time), name(self.id(*node)));
            let youngest = || ring.iter().copied().max_by(|a, b| age(a).cmp(&age(b)));
            if supposed.is_none() && !ring.is_empty() {
                true_circles.push(ring.len());
            }
            if let Some(cut) = supposed.or_else(youngest) {
                self.set_parent(cut, NONE);
            }
        }
        true_circles
    }

    /// Leaves out the missing messages that nobody needs, and ties what hung on them to what
    /// they hung on.
    pub(super) fn prune(&mut self) {
        self.bottom_up = self.sorted();
        // For each node, kept replies, and whether one of them names it as what it answers.
        let mut replies = vec![(0u32, false); self.nodes.len()];
        for node in &self.bottom_up {
            let (count, named) = replies.get(*node as usize).copied().unwrap_or_default();
            let Some(slot) = self.nodes.get_mut(*node as usize) else { continue };
            let is_mail = slot.mail != NONE;
            slot.kept = is_mail || named || count >= 2;
            let passed = if slot.kept { 1 } else { count };
            if let Some((count, named)) = replies.get_mut(slot.parent as usize) {
                *count += passed;
                *named |= is_mail && !slot.supposed;
            }
        }
        for at in (0..self.bottom_up.len()).rev() {
            let Some(node) = self.bottom_up.get(at).copied() else { continue };
            // What stands above was done before, so one step passes all that is left out.
            let above = self.parent(node);
            if let Some(parent) = self.get(above).filter(|parent| !parent.kept).map(|parent| parent.parent) {
                self.set_parent(node, parent);
            }
            // Below a message its absence only moves its replies up.
            if let Some(slot) =
                self.nodes.get_mut(node as usize).filter(|slot| slot.mail == NONE && slot.parent != NONE)
            {
                slot.kept = false;
            }
        }
    }

    /// Every node after its children.
    fn sorted(&self) -> Vec<u32> {
        let mut open = vec![0u32; self.nodes.len()];
        for node in &self.nodes {
            if let Some(count) = open.get_mut(node.parent as usize) {
                *count += 1;
            }
        }
        let mut order: Vec<u32> = (0u32..).zip(&open).filter(|(_, open)| **open == 0).map(|(node, _)| node).collect();
        let mut at = 0;
        while let Some(node) = order.get(at).copied() {
            at += 1;
            let parent = self.parent(node);
            if let Some(count) = open.get_mut(parent as usize) {
                *count -= 1;
                if *count == 0 {
                    order.push(parent);
                }
            }
        }
        order
    }

    /// The nodes that are messages.
    pub(super) fn mails(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.nodes).filter(|(_, node)| node.mail != NONE).map(|(node, _)| node)
    }

    /// The nodes that are left after [`Forest::prune`].
    pub(super) fn kept(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.nodes).filter(|(_, node)| node.kept).map(|(node, _)| node)
    }

    /// What stands above each node at the top.
    pub(super) fn roots(&self) -> Vec<u32> {
        let mut roots = vec![NONE; self.nodes.len()];
        for node in self.bottom_up.iter().rev() {
            let above = roots.get(self.parent(*node) as usize).copied().unwrap_or(*node);
            if let Some(slot) = roots.get_mut(*node as usize) {
                *slot = above;
            }
        }
        roots
    }

    /// The time of each node: of a missing one, that of its first reply.
    pub(super) fn times(&self, time: impl Fn(u32) -> i64) -> Vec<i64> {
        let mut times = vec![i64::MAX; self.nodes.len()];
        for node in &self.bottom_up {
            let own = self.mail(*node).map(&time);
            let Some(slot) = times.get_mut(*node as usize) else { continue };
            *slot = own.unwrap_or(*slot);
            let least = *slot;
            if let Some(above) = times.get_mut(self.parent(*node) as usize) {
                *above = least.min(*above);
            }
        }
        times
    }
}
