//! Log-linear models: what is seen has names, names have weights, weights are summed.

/// Names with their weights.
pub type Weights = &'static [(&'static str, f32)];

use std::fmt::{Arguments, Write};

use crate::model::ByHash;

/// Takes what is seen of a thing, name by name.
pub trait Scale {
    /// Puts a name on the scale.
    fn put(&mut self, name: Arguments<'_>);
}

/// Weights, to be found fast.
#[derive(Debug)]
pub struct Index(ByHash<f32>);

impl Index {
    /// Puts weights in order.
    pub fn of(weights: Weights) -> Self {
        Self(weights.iter().map(|(name, weight)| (hash(name), *weight)).collect())
    }
}

fn hash(name: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(name.as_bytes())
}

/// Sums weights.
#[derive(Debug)]
pub struct Sum<'i> {
    weights: &'i Index,
    /// The sum so far: the logarithm of the odds.
    pub sum: f32,
    /// The name at hand: no name needs a buffer of its own.
    name: String,
}

impl<'i> Sum<'i> {
    /// An empty scale.
    pub fn new(weights: &'i Index) -> Self {
        Self { weights, sum: 0.0, name: String::with_capacity(40) }
    }
}

impl Scale for Sum<'_> {
    fn put(&mut self, name: Arguments<'_>) {
        self.name.clear();
        // Writing to a text does not fail.
        let _ = self.name.write_fmt(name);
        self.sum += self.weights.0.get(&hash(&self.name)).copied().unwrap_or(0.0);
    }
}

/// Keeps the names, for training.
impl Scale for Vec<String> {
    fn put(&mut self, name: Arguments<'_>) {
        self.push(name.to_string());
    }
}

/// Odds as a probability.
pub fn chance(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// In which of the bins between some edges a number is.
pub fn bin(value: usize, edges: &[usize]) -> usize {
    edges.iter().filter(|edge| value >= **edge).count()
}
