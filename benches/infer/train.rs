//! Trains the weights: logistic regression for lines, conditional logit for answers, both with
//! an L2 penalty, by full-batch Adagrad. For lines a long thread counts for less than its comments.

use std::collections::HashMap;

use btl::loader::infer::lesson;

use super::flat::Talk;

/// How often a name must have been seen.
const SEEN: usize = 12;
const ROUNDS: usize = 150;

/// A choice between things that are each described by names, and the right one.
struct Choice {
    options: Vec<Vec<u32>>,
    right: usize,
    weight: f32,
}

/// What is seen of things, and which of each is right.
type Seen = Vec<(Vec<Vec<String>>, usize, f32)>;
/// Names with their weights, sorted by name.
pub type Table = Vec<(String, f32)>;

/// The tables of lines and of answers.
pub fn tables<'t>(talks: impl Iterator<Item = &'t Talk>) -> (Table, Table) {
    let (mut joins, mut answers): (Seen, Seen) = Default::default();
    for talk in talks {
        let lines = talk.lines();
        let owners = talk.owners();
        // Plain pages are many, and their comments were told apart by their heads.
        let weight = weight(lines.len()) * if talk.set == "text" { 0.4 } else { 1.0 };
        // To stand apart says nothing by itself: the first option has no names.
        let same = owners.windows(2).map(|pair| pair[0] == pair[1]);
        joins.extend(
            lesson::joins(&lines)
                .into_iter()
                .zip(same)
                .map(|(seen, same)| (vec![Vec::new(), seen], usize::from(same), weight)),
        );
        if !talk.is_linked || !talk.is_page {
            continue;
        }
        let comments: Vec<(Vec<&str>, Option<usize>)> =
            talk.comments.iter().map(|(lines, parent)| (lines.iter().map(String::as_str).collect(), *parent)).collect();
        // Pages are read with names and without: half of each.
        for authors in [talk.names(), Vec::new()] {
            let seen = lesson::answers("", &comments, &authors);
            answers.extend(seen.into_iter().map(|(seen, right)| (seen, right, 0.5)));
        }
    }
    (table(&joins, 6.0), table(&answers, 15.0))
}

/// Prints both tables.
pub fn print(talks: &[Talk]) {
    let (joins, answers) = tables(talks.iter());
    for (name, table) in [("JOIN", joins), ("ANSWER", answers)] {
        println!("pub const {name}: Weights = &[");
        for (name, weight) in table {
            println!("    ({name:?}, {weight:.2}),");
        }
        println!("];");
    }
}

fn weight(size: usize) -> f32 {
    (150.0 / size.max(1) as f32).sqrt().clamp(0.35, 1.0)
}

fn table(seen: &Seen, penalty: f32) -> Table {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for feature in seen.iter().flat_map(|(options, ..)| options).flatten() {
        *counts.entry(feature).or_default() += 1;
    }
    let mut names: Vec<&str> = counts.into_iter().filter(|(_, count)| *count >= SEEN).map(|(name, _)| name).collect();
    names.sort_unstable();
    let number: HashMap<&str, u32> = names.iter().copied().zip(0..).collect();
    let numbered = |names: &Vec<String>| names.iter().filter_map(|name| number.get(name.as_str()).copied()).collect();
    let choices: Vec<Choice> = seen
        .iter()
        .map(|(options, right, weight)| Choice {
            options: options.iter().map(numbered).collect(),
            right: *right,
            weight: *weight,
        })
        .collect();
    let weights = trained(&choices, names.len(), penalty);
    let all = names.into_iter().map(str::to_owned).zip(weights);
    all.filter(|(_, weight)| weight.abs() >= 0.035).collect()
}

fn trained(choices: &[Choice], names: usize, penalty: f32) -> Vec<f32> {
    let (mut weights, mut squares) = (vec![0f32; names], vec![1e-6f32; names]);
    for _ in 0..ROUNDS {
        let mut slope: Vec<f32> = weights.iter().map(|weight| penalty * weight).collect();
        for choice in choices {
            let sum = |names: &Vec<u32>| names.iter().map(|name| weights[*name as usize]).sum::<f32>().exp();
            let sums: Vec<f32> = choice.options.iter().map(sum).collect();
            let all: f32 = sums.iter().sum();
            for (at, names) in choice.options.iter().enumerate() {
                let error = (sums[at] / all - f32::from(u8::from(at == choice.right))) * choice.weight;
                names.iter().for_each(|name| slope[*name as usize] += error);
            }
        }
        for ((weight, square), slope) in weights.iter_mut().zip(&mut squares).zip(slope) {
            *square += slope * slope;
            *weight -= 0.5 * slope / square.sqrt();
        }
    }
    weights
}
