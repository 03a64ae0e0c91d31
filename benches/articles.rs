//! How well articles are found in pages: `cargo bench --bench articles -- DIR…`.
//!
//! Each folder under DIR with a page (`source.html`) and the article that a person took out of
//! it (`expected.html`), as in the test pages of Mozilla's Readability. What is compared is
//! text: sequences of four words, as often as they occur, as benchmarks of article extraction
//! do it. Precision is the share of ours that is expected, recall the share of the expected
//! that is ours, F their harmonic mean, each a mean over pages.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use btl::loader::{self, Options};
use btl::model::Discussion;

/// Words of a sequence.
const WORDS: usize = 4;

/// What a page gave.
struct Page {
    name: String,
    precision: f64,
    recall: f64,
    f: f64,
    comments: usize,
}

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if folders.is_empty() {
        println!("cargo bench --bench articles -- DIR…");
        return;
    }
    let mut found = Vec::new();
    folders.iter().for_each(|folder| pages(Path::new(folder), &mut found));
    found.sort();
    let mut pages: Vec<Page> = found.iter().filter_map(|page| measure(page)).collect();
    pages.sort_by(|a, b| a.f.total_cmp(&b.f));
    for page in &pages {
        let Page { name, precision, recall, f, comments } = page;
        println!("{f:.3}  precision {precision:.3}  recall {recall:.3}  {comments:>3} comments  {name}");
    }
    let many = pages.len().max(1) as f64;
    let mean = |of: fn(&Page) -> f64| pages.iter().map(of).sum::<f64>() / many;
    let poor = pages.iter().filter(|page| page.f < 0.5).count();
    println!(
        "{} pages: F {:.3}, precision {:.3}, recall {:.3}; {poor} below 0.5",
        pages.len(),
        mean(|page| page.f),
        mean(|page| page.precision),
        mean(|page| page.recall)
    );
}

/// The folders with a page and its article.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.join("source.html").is_file() && folder.join("expected.html").is_file() {
        found.push(folder.to_owned());
        return;
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).for_each(|path| pages(&path, found));
}

fn measure(page: &Path) -> Option<Page> {
    let name = page.file_name()?.to_string_lossy().into_owned();
    let options = Options { from: Some("html".to_owned()), ..Options::default() };
    let ours = loader::parse(std::fs::read(page.join("source.html")).ok()?, &options);
    let (text, comments) = match &ours {
        Ok(discussion) => (article(discussion), discussion.thread().comments()),
        Err(_) => (String::new(), 0),
    };
    let (ours, expected) = (sequences(&text), sequences(&expected(&page.join("expected.html"))?));
    let shared: usize =
        ours.iter().map(|(words, times)| expected.get(words).map_or(0, |other| *times.min(other))).sum();
    let of = |all: &HashMap<String, usize>| shared as f64 / all.values().sum::<usize>().max(1) as f64;
    let (precision, recall) = (of(&ours), of(&expected));
    let f = if shared == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    Some(Page { name, precision, recall, f, comments })
}

fn article(discussion: &Discussion) -> String {
    discussion.article_body().text.as_str().to_owned()
}

/// The text of the expected article: HTML that is opened as the body of an article is.
fn expected(path: &Path) -> Option<String> {
    let html = String::from_utf8_lossy(&std::fs::read(path).ok()?).into_owned();
    let native = serde_json::json!({
        "type": "Discussion", "btl": 1, "source": {"format": "native", "complete": true},
        "article": {"name": "Expected", "mediaType": "text/html", "content": html}, "items": [],
    });
    let discussion = loader::parse(native.to_string().into_bytes(), &Options::default()).ok()?;
    Some(article(&discussion))
}

/// Every sequence of words, in lower case and without signs, with how often it occurs.
fn sequences(text: &str) -> HashMap<String, usize> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut all = HashMap::new();
    if words.len() < WORDS && !words.is_empty() {
        all.insert(words.join(" "), 1);
    }
    for sequence in words.windows(WORDS) {
        *all.entry(sequence.join(" ")).or_insert(0) += 1;
    }
    all
}
