//! Discussions as flat text, and what was found in it.

use std::collections::{HashMap, VecDeque};

use btl::loader::{self, Options};
use btl::model::{Discussion, Link, Media};

/// A discussion whose structure is known.
pub struct Talk {
    /// The format that it was read from.
    pub set: String,
    /// The lines of each comment, and its parent.
    pub comments: Vec<(Vec<String>, Option<usize>)>,
    /// The author of each; empty where unknown.
    pub authors: Vec<String>,
    /// Whether its source says who answers whom.
    pub is_linked: bool,
    /// Whether it is a whole page: not the answers to one comment alone, nor those of the first
    /// level only, nor a list without a title.
    pub is_page: bool,
}

/// Comments from which on a page that has one only at top level shows the answers to that one.
const ONE: usize = 20;
/// Comments from which on a page without answers to answers leaves them out.
const MANY: usize = 100;

impl Talk {
    /// None for one with fewer than three comments, or whose comments are told apart by guesses.
    pub fn of(discussion: &Discussion) -> Option<Self> {
        let thread = discussion.thread();
        let mut place = vec![None; thread.len()];
        let mut comments: Vec<(Vec<String>, Option<usize>)> = Vec::new();
        let mut authors = Vec::new();
        let mut is_linked = false;
        for id in thread.ids().filter(|id| thread.is_comment(*id)) {
            let given = thread.parent(id).filter(|_| thread.link(id) == Link::Given);
            let lines = lines(discussion, id);
            if lines.is_empty() {
                continue;
            }
            place[id.index()] = Some(comments.len());
            let parent = given.and_then(|parent| place[parent.index()]);
            is_linked |= parent.is_some();
            comments.push((lines, parent));
            authors.push(discussion.author(id).map(|author| author.as_str().to_owned()).unwrap_or_default());
        }
        let set = discussion.origin().format.to_string();
        let is_told = set != "text" || authors.iter().filter(|name| name.is_empty()).count() * 10 <= authors.len();
        let tops = comments.iter().filter(|(_, parent)| parent.is_none()).count();
        let answers = |at: usize| comments.get(at).and_then(|(_, parent)| *parent);
        let is_deep = (0..comments.len()).any(|at| answers(at).and_then(answers).is_some());
        let is_whole = if tops > 1 { is_deep || comments.len() < MANY } else { comments.len() < ONE };
        let is_page = discussion.has_title() && is_whole;
        (is_told && comments.len() >= 3).then_some(Self { set, comments, authors, is_linked, is_page })
    }

    /// The names of all authors.
    pub fn names(&self) -> Vec<&str> {
        self.authors.iter().map(String::as_str).collect()
    }

    /// All lines.
    pub fn lines(&self) -> Vec<&str> {
        self.comments.iter().flat_map(|(lines, _)| lines).map(String::as_str).collect()
    }

    /// For each line, the comment that it is of.
    pub fn owners(&self) -> Vec<usize> {
        self.comments.iter().enumerate().flat_map(|(at, (lines, _))| lines.iter().map(move |_| at)).collect()
    }

    /// The page without structure.
    pub fn text(&self) -> String {
        let (article, comments) = self.parted();
        format!("{article}\n{comments}")
    }

    /// What stands in for its article, and its comments line by line.
    pub fn parted(&self) -> (String, String) {
        let article = "An article and what its readers said\nThis page carries an article about the subject.\n\
                       It was read by many when it came out.\n";
        (article.to_owned(), self.lines().iter().map(|line| format!("{line}\n")).collect())
    }

    /// The page as it is read.
    pub fn read(&self) -> Option<Discussion> {
        let options = Options { from: Some("text".to_owned()), ..Options::default() };
        loader::parse(self.text().into_bytes(), &options).ok()
    }

    /// For each item of a discussion that was read, the true comments whose lines it holds, and
    /// whether it begins with the first line of the first of them.
    pub fn held(&self, found: &Discussion) -> Vec<(Vec<usize>, bool)> {
        let mut spots: HashMap<String, VecDeque<(usize, bool)>> = HashMap::new();
        for (at, (lines, _)) in self.comments.iter().enumerate() {
            for (nth, line) in lines.iter().enumerate() {
                spots.entry(key(line)).or_default().push_back((at, nth == 0));
            }
        }
        let thread = found.thread();
        let mut all = vec![(Vec::new(), false); thread.len()];
        for id in thread.ids() {
            let (owners, begins) = &mut all[id.index()];
            for line in lines(found, id) {
                let Some((owner, first)) = spots.get_mut(&key(&line)).and_then(VecDeque::pop_front) else { continue };
                *begins |= owners.is_empty() && first;
                owners.push(owner);
            }
        }
        all
    }
}

fn lines(discussion: &Discussion, id: btl::model::CommentId) -> Vec<String> {
    let marks = discussion.thread().body_text(id).media() != Media::Html;
    let body = discussion.body(id);
    let line = |block: &btl::model::body::Block| {
        let sign = if block.quote > 0 && marks { "> " } else { "" };
        let words = body.block_text(block).lines().map(str::trim).map(|line| format!("{sign}{line}"));
        words.filter(|line| !key(line).is_empty()).collect::<Vec<_>>()
    };
    body.blocks.iter().flat_map(line).collect()
}

fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
