//! A page as a whole: the likeliest forest, and how likely each of its links is.
//!
//! Where threads are shown from top to bottom, the comments that can still be answered are a
//! stack: the comment above and its ancestors. Hypotheses are such stacks with their
//! likelihoods; each comment carries every one of them on, the likeliest survive, equal ones
//! are one. Known links hold in all of them: until the child comes, nobody pops its parent.
//!
//! An item of a page without heads may be the rest of the comment above it. As likely as that
//! is, stacks stay as they are; what is said of whom it answers holds if it begins a comment.

use std::collections::HashMap;

use super::answer::{self, Kind, Scene};
use super::weigh::{Index, Weights};

/// Hypotheses that are carried on.
const BEAM: usize = 8;
/// Ancestors that are thought of.
const STEPS: usize = 9;
/// How much the comment above is leant to where many talk and few greet: there the likelihood
/// that nobody is answered comes out too high on pages that the weights were not trained on.
const LEAN: f32 = 1.5;
/// Candidates that are named for a comment.
const NAMED: usize = 2;

/// What is known of a comment before the page is solved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    #[default]
    Open,
    /// It answers the article or nobody.
    Top,
    /// It answers this earlier comment.
    Answers(usize),
}

/// What a page's solution says of a comment.
#[derive(Clone, Debug, Default)]
pub struct Solution {
    /// How likely it answers the article, or nobody.
    pub top: f32,
    /// Parents with their likelihood, the best first.
    pub candidates: Vec<(usize, f32)>,
    /// Whom it answers, if all are to be told; none if that is likeliest nobody.
    pub best: Option<usize>,
    /// Nothing that is known of others narrows the choice.
    pub is_free: bool,
}

/// Nothing.
const NIL: u32 = u32::MAX;

/// A stack as its top; equal stacks are one.
#[derive(Clone, Copy, Debug)]
struct Node {
    comment: u32,
    up: u32,
    depth: u32,
}

#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    top: u32,
    /// Logarithm of the likelihood of all ways that lead here.
    sum: f32,
}

/// Solves a page.
pub fn solve(scene: &Scene<'_, '_>, known: &[Known], weights: Weights) -> Vec<Solution> {
    let weights = &Index::of(weights);
    let mut solver = Solver { scene, weights, nodes: Vec::new(), index: HashMap::new() };
    let floors = floors(known);
    let mut beam = vec![Hypothesis { top: NIL, sum: 0.0 }];
    let mut all = Vec::with_capacity(scene.talks.len());
    for at in 0..scene.talks.len() {
        let what = known.get(at).copied().unwrap_or_default();
        let (next, solution) = solver.carry(&beam, at, what, floors.get(at).copied().flatten());
        beam = next;
        all.push(solution);
    }
    all
}

/// For each comment the nearest one above it that a later comment is known to answer: it is
/// still open there.
fn floors(known: &[Known]) -> Vec<Option<usize>> {
    let mut until: HashMap<usize, usize> = HashMap::new();
    for (child, known) in known.iter().enumerate() {
        if let Known::Answers(parent) = known {
            until.insert(*parent, child);
        }
    }
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut floors = Vec::with_capacity(known.len());
    for at in 0..known.len() {
        while open.last().is_some_and(|(_, end)| *end < at) {
            open.pop();
        }
        floors.push(open.last().map(|(parent, _)| *parent));
        if let Some(end) = until.get(&at) {
            open.push((at, *end));
        }
    }
    floors
}

struct Solver<'a, 'l, 's> {
    scene: &'a Scene<'l, 's>,
    weights: &'a Index,
    nodes: Vec<Node>,
    index: HashMap<(u32, u32), u32>,
}

/// Adds a hypothesis; equal ones are one.
fn add(all: &mut Vec<Hypothesis>, top: u32, sum: f32) {
    match all.iter_mut().find(|other| other.top == top) {
        Some(other) => other.sum = other.sum.max(sum) + (-(other.sum - sum).abs()).exp().ln_1p(),
        None => all.push(Hypothesis { top, sum }),
    }
}

/// A way on from a hypothesis.
struct Way {
    /// The stack that it starts from.
    from: u32,
    /// What is answered: a node of the stack, or nothing.
    node: u32,
    /// Logarithm of the likelihood, that of the hypothesis included.
    score: f32,
}

impl Solver<'_, '_, '_> {
    /// Carries the hypotheses over a comment; gives its likely parents, too.
    fn carry(
        &mut self,
        beam: &[Hypothesis],
        at: usize,
        known: Known,
        floor: Option<usize>,
    ) -> (Vec<Hypothesis>, Solution) {
        let mut seen = Seen::of(self.scene, at, self.weights);
        let mut ways: Vec<Way> = Vec::with_capacity(beam.len() * (STEPS + 1));
        for from in beam {
            self.ways(from, at, known, floor, &mut seen, &mut ways);
        }
        let top = ways.iter().map(|way| way.score).fold(f32::MIN, f32::max);
        let number = u32::try_from(at).unwrap_or(NIL);
        let mut next: Vec<Hypothesis> = Vec::new();
        let goes_on = self.scene.goes_on.get(at).copied().filter(|_| known == Known::Open).unwrap_or(0.0).min(0.99);
        for way in &ways {
            // A comment that is known to answer one that is closed already stands on the
            // stack all the same: what follows may answer it.
            let onto = if way.node == NIL && matches!(known, Known::Answers(_)) { way.from } else { way.node };
            let node = self.node(number, onto);
            add(&mut next, node, way.score - top + (1.0 - goes_on).ln());
        }
        for from in beam.iter().filter(|_| goes_on > 0.0) {
            if let Some(node) = self.gone_on(from.top, number, floor) {
                add(&mut next, node, from.sum - top + goes_on.ln());
            }
        }
        next.sort_by(|a, b| b.sum.total_cmp(&a.sum));
        next.truncate(BEAM);
        (next, Solution { is_free: floor.is_none(), ..self.solution(&ways, top, at) })
    }

    /// The stack after an item that only goes on the comment on top of it. It stands for that
    /// comment from now on, unless a later one is known to answer the item that began it.
    fn gone_on(&mut self, top: u32, item: u32, floor: Option<usize>) -> Option<u32> {
        let node = self.nodes.get(top as usize).copied()?;
        Some(if floor == Some(node.comment as usize) { top } else { self.node(item, node.up) })
    }

    /// How likely each answer is, over all ways on.
    fn solution(&self, ways: &[Way], most: f32, at: usize) -> Solution {
        let mut solution = Solution::default();
        let mut total = 0.0;
        for way in ways {
            let weight = (way.score - most).exp();
            total += weight;
            let Some(parent) = self.nodes.get(way.node as usize).map(|node| node.comment as usize) else {
                solution.top += weight;
                continue;
            };
            match solution.candidates.iter_mut().find(|(other, _)| *other == parent) {
                Some((_, sum)) => *sum += weight,
                None => solution.candidates.push((parent, weight)),
            }
        }
        solution.top /= total;
        solution.candidates.iter_mut().for_each(|(_, weight)| *weight /= total);
        solution.candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
        solution.candidates.truncate(NAMED);
        let lean = |parent: usize| if self.scene.page.is_crowd && parent + 1 == at { LEAN } else { 1.0 };
        let leant = solution.candidates.iter().map(|(parent, sure)| (*parent, sure * lean(*parent)));
        let best = leant.max_by(|a, b| a.1.total_cmp(&b.1));
        solution.best = best.filter(|(_, sure)| *sure >= solution.top).map(|(parent, _)| parent);
        solution
    }

    /// The ways on from one hypothesis, their likelihoods summing up to one.
    fn ways(
        &self,
        from: &Hypothesis,
        at: usize,
        known: Known,
        floor: Option<usize>,
        seen: &mut Seen,
        ways: &mut Vec<Way>,
    ) {
        let depth = self.nodes.get(from.top as usize).map_or(0, |node| node.depth as usize);
        let start = ways.len();
        let mut node = from.top;
        let mut height = 1;
        let mut is_closed = false;
        while let Some(here) = self.nodes.get(node as usize).copied() {
            let parent = here.comment as usize;
            let is_known = known == Known::Answers(parent);
            if is_known || (known == Known::Open && height <= STEPS) {
                let kind = if height == 1 { Kind::Above } else { Kind::Up };
                let before = self.nodes.get(here.up as usize).map(|node| node.comment as usize);
                let score = seen.own(kind)
                    + seen.pair(self.scene, at, parent, kind, self.weights)
                    + answer::of_voices(self.scene, at, [Some(parent), before], kind, self.weights)
                    + seen.place(kind, height, depth, self.weights);
                ways.push(Way { from: from.top, node, score });
            }
            if is_known || floor == Some(parent) {
                is_closed = true;
                break;
            }
            node = here.up;
            height += 1;
        }
        if (!is_closed && !matches!(known, Known::Answers(_))) || ways.len() == start {
            let score = seen.own(Kind::Top)
                + seen.place(Kind::Top, 0, depth, self.weights)
                + answer::of_voices(self.scene, at, [None, None], Kind::Top, self.weights);
            ways.push(Way { from: from.top, node: NIL, score });
        }
        let mine = ways.get_mut(start..).unwrap_or_default();
        let most = mine.iter().map(|way| way.score).fold(f32::MIN, f32::max);
        let all = mine.iter().map(|way| (way.score - most).exp()).sum::<f32>().ln() + most;
        mine.iter_mut().for_each(|way| way.score += from.sum - all);
    }

    fn node(&mut self, comment: u32, up: u32) -> u32 {
        let next = u32::try_from(self.nodes.len()).unwrap_or(NIL);
        let node = *self.index.entry((comment, up)).or_insert(next);
        if node == next {
            let depth = self.nodes.get(up as usize).map_or(0, |node| node.depth + 1);
            self.nodes.push(Node { comment, up, depth });
        }
        node
    }
}

/// What is seen of a comment, weighed once.
struct Seen {
    own: [f32; 3],
    pairs: Vec<(usize, Kind, f32)>,
    places: Vec<(Kind, usize, usize, f32)>,
}

impl Seen {
    fn of(scene: &Scene<'_, '_>, at: usize, weights: &Index) -> Self {
        let own = [Kind::Top, Kind::Above, Kind::Up].map(|kind| answer::of_child(scene, at, kind, weights));
        Self { own, pairs: Vec::new(), places: Vec::new() }
    }

    fn own(&self, kind: Kind) -> f32 {
        let [top, above, up] = self.own;
        match kind {
            Kind::Top => top,
            Kind::Above => above,
            Kind::Up => up,
        }
    }

    fn pair(&mut self, scene: &Scene<'_, '_>, at: usize, parent: usize, kind: Kind, weights: &Index) -> f32 {
        if let Some((_, _, score)) = self.pairs.iter().find(|(other, known, _)| *other == parent && *known == kind) {
            return *score;
        }
        let score = answer::of_pair(scene, at, parent, kind, weights);
        self.pairs.push((parent, kind, score));
        score
    }

    fn place(&mut self, kind: Kind, height: usize, depth: usize, weights: &Index) -> f32 {
        let known = self.places.iter().find(|(k, h, d, _)| (*k, *h, *d) == (kind, height, depth));
        if let Some((.., score)) = known {
            return *score;
        }
        let score = answer::of_place(kind, height, depth, weights);
        self.places.push((kind, height, depth, score));
        score
    }
}
