//! Fits the weights that say where an article ends, and says how well pages are parted that they
//! have not seen.
//!
//! The pages are files under the folder whose article and comments somebody has parted by a line
//! [`MARK`]. Each is read in several ways: as it is without that line; without its comments (then
//! the right answer is "none"); with a heading between the parts; and with no blank line but the one
//! at the border. The discussions under the folder are read as flat text, without names. Files
//! under a second folder are documents without comments, read whole and cut off.
//!
//! A log-linear model over the places of a page: first the likelihood of the right place is
//! made as great as can be, then the share of lines on the right side (Adam, L2).

use std::path::{Path, PathBuf};

use btl::loader::infer::lesson::{self, EVIDENCE};

use super::flat::Talk;

const MARK: &str = "!@#$%^&*()  COMMENTS";
/// Steps towards the right place, and of these the last ones towards the share of lines.
const STEPS: (usize, usize) = (1000, 500);
const RATE: f32 = 0.05;
const PENALTY: f32 = 0.000_03;
/// What a page weighs: as it is, without its comments, with a heading, with one blank line; what
/// was a discussion of another format; a document without comments, whole, and cut off, which is
/// measured only.
const WORTH: [f32; 7] = [1.6, 1.6, 0.2, 0.3, 0.2, 0.5, 0.0];

type Weights = [f32; EVIDENCE];

/// A page to be parted.
struct Page {
    /// The file that it was made from: pages of one are held out together.
    from: usize,
    /// Which of [`WORTH`] it is.
    way: usize,
    text: String,
    /// Lines above its comments, blank ones not counted.
    above: usize,
    places: Vec<Weights>,
}

impl Page {
    fn of(from: usize, way: usize, text: String, above: usize) -> Self {
        let places = lesson::places(&text);
        Self { from, way, text, above, places }
    }

    /// The share of lines on the right side if the comments begin there.
    fn share(&self, above: usize) -> f32 {
        1.0 - above.abs_diff(self.above) as f32 / self.places.len() as f32
    }
}

/// Prints how well unseen pages are parted, and the weights that all pages give.
pub fn print(files: &[PathBuf], others: &[PathBuf], talks: &[Talk]) {
    let mut pages: Vec<Page> = Vec::new();
    for (from, file) in files.iter().enumerate() {
        pages.extend(read(file).into_iter().flat_map(|(article, comments)| ways(from, &article, &comments)));
    }
    for (at, talk) in talks.iter().enumerate() {
        let (article, comments) = talk.parted();
        pages.push(Page::of(files.len() + at, 4, format!("{article}\n{comments}"), lines(&article)));
    }
    for (at, file) in others.iter().enumerate() {
        let text = std::fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        for (way, text) in [(5, &*text), (6, cut(&text, 1)), (6, cut(&text, 2))] {
            let above = lines(text);
            if above > 1 {
                pages.push(Page::of(files.len() + talks.len() + at, way, text.to_owned(), above));
            }
        }
    }
    let marked = pages.iter().filter(|page| page.way == 0).count();
    println!("{marked} pages that somebody has parted, {} to learn from", pages.len());
    for held in 0..2 {
        let (mine, others): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.from % 2 == held);
        let weights = fitted(&others, [0.0; EVIDENCE]);
        println!("half {}, fitted on the other half:", held + 1);
        tell(&mine, &weights);
    }
    let all: Vec<&Page> = pages.iter().collect();
    let weights = lesson::border();
    println!("all, with the weights in use:");
    tell(&all, &weights);
    let weights = fitted(&all, weights);
    println!("all, fitted on all from there:");
    tell(&all, &weights);
    println!("\npub(in crate::loader) const WEIGHTS: super::border::Weights = [");
    for row in weights.chunks(15) {
        println!("    {},", row.iter().map(|weight| format!("{weight:.3}")).collect::<Vec<_>>().join(", "));
    }
    println!("];");
}

fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// The two parts of a file, if it is parted.
fn read(file: &Path) -> Option<(String, String)> {
    let text = String::from_utf8_lossy(&std::fs::read(file).ok()?).replace('\r', "");
    let (article, comments) = text.split_once(MARK)?;
    (lines(article) > 0 && lines(comments) > 0)
        .then(|| (article.trim_end().to_owned(), comments.trim_start_matches('\n').to_owned()))
}

/// Some thirds of a text: what is read of one that is cut off.
fn cut(text: &str, thirds: usize) -> &str {
    let end = (0..=text.len() * thirds / 3).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

fn ways(from: usize, article: &str, comments: &str) -> [Page; 4] {
    let close = |text: &str| {
        let kept = text.lines().filter(|line| !line.trim().is_empty());
        kept.map(|line| format!("{line}\n")).collect::<String>()
    };
    let above = lines(article);
    [
        Page::of(from, 0, format!("{article}\n\n{comments}"), above),
        Page::of(from, 1, format!("{article}\n"), above),
        Page::of(from, 2, format!("{article}\n\nComments\n\n{comments}"), above + 1),
        Page::of(from, 3, format!("{}\n{}", close(article), close(comments)), above),
    ]
}

/// The mean share of lines on the right side, and of pages with 95 in a hundred there.
fn tell(pages: &[&Page], weights: &Weights) {
    for (way, name) in [
        "as they are",
        "articles alone",
        "with a heading",
        "with one blank line",
        "discussions",
        "without comments",
        "cut off",
    ]
    .iter()
    .enumerate()
    {
        let shares: Vec<f32> = pages
            .iter()
            .filter(|page| page.way == way)
            .map(|page| page.share(lesson::above(&page.text, weights)))
            .collect();
        let good = shares.iter().filter(|share| **share >= 0.95).count();
        let all = shares.len().max(1) as f32;
        println!(
            "  {name:20}{:>5} pages, lines {:.3}, pages {:.3}",
            shares.len(),
            shares.iter().sum::<f32>() / all,
            good as f32 / all
        );
    }
}

fn fitted(pages: &[&Page], mut weights: Weights) -> Weights {
    let (mut mean, mut square) = ([0f32; EVIDENCE], [0f32; EVIDENCE]);
    for step in 1..=STEPS.0 {
        let mut slope = weights.map(|weight| -PENALTY * weight);
        for page in pages {
            climb(page, &weights, step + STEPS.1 > STEPS.0, &mut slope, 1.0 / pages.len() as f32);
        }
        let (fade, fade_square) = (1.0 - 0.9f32.powi(step as i32), 1.0 - 0.999f32.powi(step as i32));
        for at in 0..EVIDENCE {
            mean[at] = 0.9 * mean[at] + 0.1 * slope[at];
            square[at] = 0.999 * square[at] + 0.001 * slope[at] * slope[at];
            weights[at] += RATE * (mean[at] / fade) / ((square[at] / fade_square).sqrt() + 1e-8);
        }
    }
    weights
}

/// Adds the slope that a page gives: of its likelihood, or of the share of lines to be expected.
fn climb(page: &Page, weights: &Weights, by_share: bool, slope: &mut Weights, part: f32) {
    let score = |place: &Weights| place.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f32>();
    let scores: Vec<f32> = page.places.iter().map(score).collect();
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let all: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    let chances: Vec<f32> = scores.iter().map(|score| (score - most).exp() / all).collect();
    let expected: f32 = chances.iter().enumerate().map(|(at, chance)| chance * page.share(at + 1)).sum();
    let worth = WORTH[page.way] * part;
    for (at, (place, chance)) in page.places.iter().zip(&chances).enumerate() {
        let pull = if by_share {
            chance * (page.share(at + 1) - expected)
        } else {
            f32::from(u8::from(at + 1 == page.above)) - chance
        };
        if pull.abs() > 1e-6 {
            slope.iter_mut().zip(place).for_each(|(slope, value)| *slope += worth * pull * value);
        }
    }
}
