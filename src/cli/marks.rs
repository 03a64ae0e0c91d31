//! `btl marks`: everything that was kept, of all discussions.

use std::fmt::Write as _;

use serde::Serialize;

use super::args::MarksFormat;
use crate::error::{Error, Kind, Result};
use crate::model::KeptMark;
use crate::text::when;

/// A mark as `--format json` prints it.
#[derive(Serialize)]
struct Entry<'a> {
    id: i64,
    discussion: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    source: Option<String>,
    author: &'a str,
    text: &'a str,
    chain: Vec<&'a str>,
    note: &'a str,
    tags: &'a [String],
    marked: String,
}

/// All marks in a format.
pub(super) fn text(format: MarksFormat) -> Result<String> {
    let marks = super::store()?.map(|store| store.marks()).transpose()?.unwrap_or_default();
    Ok(match format {
        MarksFormat::Json => json(&marks)?,
        MarksFormat::Text => plain(&marks),
        MarksFormat::Md => markdown(&marks),
    })
}

fn json(marks: &[KeptMark]) -> Result<String> {
    let entries: Vec<Entry<'_>> = marks.iter().map(entry).collect();
    let mut text =
        serde_json::to_string_pretty(&entries).map_err(|error| Error::new(Kind::Internal, error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn entry(kept: &KeptMark) -> Entry<'_> {
    Entry {
        id: kept.id,
        discussion: kept.discussion.as_str(),
        title: kept.title.as_str(),
        url: kept.url.as_ref().map(crate::text::Clean::as_str),
        source: kept.source.as_deref().map(crate::model::choice::shown_source),
        author: kept.author.as_str(),
        text: kept.text.as_str(),
        chain: kept.chain.iter().map(crate::text::Clean::as_str).collect(),
        note: &kept.mark.note,
        tags: &kept.mark.tags,
        marked: when::date(kept.mark.marked),
    }
}

fn plain(marks: &[KeptMark]) -> String {
    let mut text = String::new();
    let mut title = None;
    for kept in marks {
        if title != Some(kept.title.as_str()) {
            title = Some(kept.title.as_str());
            let _ = writeln!(text, "{}{}", if text.is_empty() { "" } else { "\n" }, kept.title);
        }
        let _ = writeln!(text, "  ★ {} · marked {}", kept.author, when::exact(kept.mark.marked));
        let note = crate::reader::command::note_text(&kept.mark);
        if !note.is_empty() {
            let _ = writeln!(text, "    note: {}", crate::text::Clean::line(crate::text::Raw::new(&note)));
        }
        for line in kept.text.as_str().lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

fn markdown(marks: &[KeptMark]) -> String {
    let mut text = String::from("# Marks\n");
    let mut title = None;
    for kept in marks {
        if title != Some(kept.title.as_str()) {
            title = Some(kept.title.as_str());
            let _ = writeln!(text, "\n## {}", crate::export::escaped(kept.title.as_str()));
            if let Some(url) = &kept.url {
                let _ = writeln!(text, "\n{}", crate::export::escaped(url.as_str()));
            }
        }
        let _ = writeln!(
            text,
            "\n**{}**, marked {}\n",
            crate::export::escaped(kept.author.as_str()),
            when::exact(kept.mark.marked)
        );
        for line in kept.text.as_str().lines() {
            let _ = writeln!(text, "> {}", crate::export::escaped(line));
        }
        let note = crate::reader::command::note_text(&kept.mark);
        if !note.is_empty() {
            let _ = writeln!(text, "\n{}", crate::export::escaped(&note));
        }
    }
    text
}
