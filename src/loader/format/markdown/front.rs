//! What stands before the text: facts of the page, its title, who wrote it and when.

use super::unescaped;
use crate::model::{DraftWriter, Media, TextRef};
use crate::text::when;

/// Facts before the text: a block of JSON or of `key: value` lines; and the rest.
pub(super) fn matter(source: &str) -> (Vec<(String, String)>, &str) {
    let text = source.trim_start();
    if let Some(rest) = text.strip_prefix("```json\n")
        && let Some((json, rest)) = rest.split_once("\n```")
        && let Ok(serde_json::Value::Object(map)) = serde_json::from_str(json)
    {
        let facts = map.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned())));
        return (facts.collect(), rest.trim_start());
    }
    if let Some(rest) = text.strip_prefix("---\n")
        && let Some((front, rest)) = rest.split_once("\n---\n")
        && front.lines().all(|line| line.contains(':') || line.starts_with([' ', '-', '#']) || line.trim().is_empty())
    {
        let fact = |line: &str| {
            let (key, value) = line.split_once(':')?;
            Some((key.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned()))
        };
        return (front.lines().filter_map(fact).collect(), rest.trim_start());
    }
    (Vec::new(), source)
}

/// Takes one of those facts.
pub(super) fn tell(writer: &mut DraftWriter, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let text = writer.pooled(value, Media::Plain);
    let article = writer.article();
    match key.to_lowercase().as_str() {
        "title" => article.title = text,
        "author" => article.author = text,
        "url" | "source" | "link" => article.url = text,
        "published" | "date" => article.time = when::parse(value),
        "site" => writer.origin().site = Some(value.into()),
        _ => {}
    }
}

/// Takes a first heading as the title, and a line below it that tells who and when; gives
/// where the text goes on.
pub(super) fn headline<'s>(writer: &mut DraftWriter, text: &'s str) -> (usize, &'s str) {
    let body = text.trim_start();
    let at = text.len() - body.len();
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let Some(title) = first.strip_prefix("# ").filter(|_| writer.article().title == TextRef::default()) else {
        return (at, body);
    };
    writer.article().title = writer.pooled(&unescaped(title.trim()), Media::Plain);
    let below = rest.trim_start();
    let (line, rest) = below.split_once('\n').unwrap_or((below, ""));
    let facts: Vec<&str> = line.split(" · ").collect();
    let is_facts = facts.first().is_some_and(|fact| fact.starts_with("by **") && fact.ends_with("**"));
    if is_facts {
        for fact in facts {
            let name = fact.strip_prefix("by **").and_then(|name| name.strip_suffix("**"));
            let url =
                fact.strip_prefix('[').and_then(|rest| rest.split_once("](")).map(|(_, url)| url.trim_end_matches(')'));
            match (name, url) {
                (Some(name), _) => writer.article().author = writer.pooled(&unescaped(name), Media::Plain),
                (_, Some(url)) => writer.article().url = writer.pooled(url.trim_matches(['<', '>']), Media::Plain),
                _ => writer.article().time = when::parse(fact),
            }
        }
    }
    let body = if is_facts { rest } else { below };
    let body = body.trim_start();
    (text.len() - body.len(), body)
}
