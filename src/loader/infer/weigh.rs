//! Log-linear models: what is seen has names, names have weights, weights are summed.

/// Names with their weights, sorted by name.
pub type Weights = &'static [(&'static str, f32)];

use std::fmt::{Arguments, Write};

/// Takes what is seen of a thing, name by name.
pub trait Scale {
    /// Puts a name on the scale.
    fn put(&mut self, name: Arguments<'_>);
}

/// Sums weights.
#[derive(Debug)]
pub struct Sum {
    weights: Weights,
    /// The sum so far: the logarithm of the odds.
    pub sum: f32,
    /// The name at hand: no name needs a buffer of its own.
    name: String,
}

impl Sum {
    /// An empty scale.
    pub fn new(weights: Weights) -> Self {
        Self { weights, sum: 0.0, name: String::new() }
    }
}

impl Scale for Sum {
    fn put(&mut self, name: Arguments<'_>) {
        self.name.clear();
        // Writing to a text does not fail.
        let _ = self.name.write_fmt(name);
        if let Ok(at) = self.weights.binary_search_by(|(known, _)| (*known).cmp(&self.name)) {
            self.sum += self.weights.get(at).map_or(0.0, |(_, weight)| *weight);
        }
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
