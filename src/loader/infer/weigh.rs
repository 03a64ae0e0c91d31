//! Log-linear models: what is seen has names, names have weights, weights are summed.

/// Names with their weights, sorted by name.
pub type Weights = &'static [(&'static str, f32)];

/// Takes what is seen of a thing, name by name.
pub trait Scale {
    /// Puts a name on the scale.
    fn put(&mut self, name: &str);
}

/// Sums weights.
#[derive(Debug)]
pub struct Sum {
    weights: Weights,
    /// The sum so far: the logarithm of the odds.
    pub sum: f32,
}

impl Sum {
    /// An empty scale.
    pub fn new(weights: Weights) -> Self {
        Self { weights, sum: 0.0 }
    }
}

impl Scale for Sum {
    fn put(&mut self, name: &str) {
        if let Ok(at) = self.weights.binary_search_by(|(known, _)| (*known).cmp(name)) {
            self.sum += self.weights.get(at).map_or(0.0, |(_, weight)| *weight);
        }
    }
}

/// Keeps the names, for training.
impl Scale for Vec<String> {
    fn put(&mut self, name: &str) {
        self.push(name.to_owned());
    }
}

/// Odds as a probability.
pub fn chance(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}
