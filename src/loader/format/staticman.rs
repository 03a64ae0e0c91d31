//! Comments that static sites keep as YAML (Staticman, Jekyll): one a file, several files
//! after each other, documents, or a list.
//!
//! `replying_to` is, by the templates that came with Staticman, the number of the comment
//! that is answered among the top-level comments of the page in the order of their dates,
//! from 1; other sites write its id there, or in a member of its own.

mod item;

use std::collections::{HashMap, HashSet};

use self::item::Item;
use super::{Format, record};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Row};
use crate::text::when;

pub(super) const FORMAT: Format = Format {
    name: "staticman",
    reads: "Staticman, Jekyll: comments in YAML, one or more",
    sample: "cat _data/comments/my-post/*.yml",
    sniff,
    read,
};

/// Members that tell a comment from other YAML.
const SIGNS: [&str; 9] = ["_id", "id", "name", "date", "email", "_parent", "replying_to", "replying_to_uid", "url"];

fn sniff(head: &Head<'_>) -> u8 {
    let whole = head.text.rfind('\n').and_then(|end| head.text.get(..end)).unwrap_or(head.text);
    let (mut keys, mut lines, mut others) = (HashSet::new(), 0, 0);
    for line in whole.lines().filter(|line| !line.trim().is_empty()) {
        let inner = line.strip_prefix("- ").or(line.strip_prefix("  ")).unwrap_or(line);
        let key = key(inner);
        if lines == 0 && key.is_none() && !line.starts_with(['#', '-']) {
            return 0;
        }
        lines += 1;
        // Quoted texts may go on without indentation.
        others += usize::from(key.is_none() && !line.starts_with([' ', '\t', '#', '-']));
        keys.extend(key);
    }
    let signs = SIGNS.iter().filter(|sign| keys.contains(*sign)).count();
    let has_text = item::TEXT.iter().any(|text| keys.contains(text));
    if has_text && signs >= 3 && others * 2 < lines { 85 } else { 0 }
}

/// The key at the beginning of a line.
fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let is_word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    (is_word && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))).then_some(key)
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut items = Vec::new();
    for piece in pieces(source) {
        let text = source.get(piece.clone()).unwrap_or_default();
        let from = items.len();
        let mut is_read = item::read(text, &mut items).is_ok();
        if let Some(mended) = mended(text).filter(|_| !is_read) {
            items.truncate(from);
            is_read = item::read(&mended, &mut items).is_ok();
        }
        if !is_read {
            writer.note("what stands here is not YAML to its end", Some(piece.start));
            writer.origin().complete = false;
        }
    }
    write(writer, &items);
    None
}

/// With the lines indented that cannot begin anything: quoted texts that go on at the margin,
/// as some programs write them.
fn mended(text: &str) -> Option<String> {
    let is_stray = |line: &&str| key(line).is_none() && line.starts_with(|c: char| c.is_alphanumeric() || c == '"');
    text.lines().any(|line| is_stray(&line)).then(|| {
        let lines = text.split_inclusive('\n');
        lines.map(|line| format!("{}{line}", if is_stray(&line) { "  " } else { "" })).collect()
    })
}

/// The source in pieces that are read by themselves, so that one fault costs one of them: at
/// the signs between documents; without any, where the first key comes again, as it does in
/// files that were put after each other.
fn pieces(source: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let is_sign = |line: &str| line.trim_end() == "---";
    let signs = source.lines().skip(1).any(is_sign);
    let first = source.lines().find_map(key);
    let begins = |line: &str| if signs { is_sign(line) } else { first.is_some() && key(line) == first };
    let mut starts = vec![0];
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if begins(line) && at > 0 {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([source.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end)
}

fn write(writer: &mut DraftWriter, items: &[Item]) {
    writer.origin().namespace = "staticman".into();
    let mut pages: Vec<&str> = items.iter().map(|item| item.page.as_str()).filter(|page| !page.is_empty()).collect();
    pages.sort_unstable();
    pages.dedup();
    record::say_others(writer, pages.len());
    if let [page] = pages.as_slice() {
        writer.article().id = writer.pooled(page, Media::Plain);
        writer.origin().site = Some(format!("staticman:{page}").into());
    }
    // Comments that do not name their page stand under the only one.
    let page = |item: &Item| pages.binary_search(&item.page.as_str()).unwrap_or(0);
    let rows: Vec<Row> = items.iter().map(|item| comment(writer, item)).collect();
    let ids: HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let tops = tops(items, page);
    for (item, row) in items.iter().zip(&rows).filter(|(item, _)| !item.answers.is_empty()) {
        let number = item.answers.parse::<usize>().ok().filter(|_| !ids.contains(item.answers.as_str()));
        let parent = match number {
            None => Parent::Id(writer.pooled(&item.answers, Media::Plain)),
            Some(number) => {
                let top = tops.get(&page(item)).and_then(|tops| tops.get(number.checked_sub(1)?));
                let absent = || Parent::Id(writer.pooled(&format!("top-{number}"), Media::Plain));
                top.and_then(|at| rows.get(*at)).map_or_else(absent, |row| Parent::Row(*row))
            }
        };
        writer.set_parent(*row, parent);
    }
}

/// For each page its top-level comments, by date.
fn tops(items: &[Item], page: impl Fn(&Item) -> usize) -> HashMap<usize, Vec<usize>> {
    let mut tops: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.answers.is_empty()) {
        tops.entry(page(item)).or_default().push(at);
    }
    for rows in tops.values_mut() {
        rows.sort_by_cached_key(|at| items.get(*at).and_then(|item| when::parse(&item.date)));
    }
    tops
}

fn comment(writer: &mut DraftWriter, item: &Item) -> Row {
    let row = writer.comment(Parent::Top);
    let id = writer.pooled(&item.id, Media::Plain);
    let body = writer.pooled(&item.text, Media::Markdown);
    writer.set_id(row, id);
    writer.set_body(row, body);
    writer.set_author(row, &item.name);
    match when::parse(&item.date) {
        Some(time) => writer.set_time(row, time),
        None if item.date.is_empty() => {}
        None => {
            let text = writer.pooled(&item.date, Media::Plain);
            writer.set_time_text(row, text);
        }
    }
    row
}
