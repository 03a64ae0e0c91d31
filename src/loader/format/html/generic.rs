//! Comments on pages of no known kind: blocks that come again and again, are called after
//! comments in some language, and hold words with a name or a date.

use std::collections::HashMap;

use super::items::Items;
use super::rule::{By, Rule};
use crate::loader::page::{Id, Page, Selector};

/// What comments are called in classes and ids.
const WORDS: [&str; 30] = [
    "comment", "comments", "reply", "replies", "response", "responses", "kommentar", "kommentare", "commentaire", "commentaires",
    "comentario", "comentarios", "commento", "commenti", "reactie", "reacties", "antwort", "antworten", "respuesta", "resposta",
    "reponse", "opinion", "komentar", "komentarz", "kommentti", "yorum", "hozzaszolas", "beitrag", "leserbrief", "cmt",
];
/// Weaker words: posts of forums, reviews.
const POSTS: [&str; 6] = ["post", "message", "review", "feedback", "discussion", "answer"];
/// What stands beside comments and is none: forms, lists of the newest, navigation.
const OTHERS: &str = "form, nav, header, footer, aside, .widget, .sidebar, .recent-comments, #sidebar, .related, .related-posts, \
                      #respond, .comment-form, .pagination, .breadcrumb, .share, .menu, .latest-comments, .recentcomments";

/// What is found, as a rule that was made for the page.
pub(super) struct Found {
    pub(super) rule: Rule,
    pub(super) items: Items,
}

/// The parts of a comment, as they are called nearly everywhere.
const PARTS: Rule = Rule {
    id: "@data-comment-id | @data-commentid | @data-id | @id | a[name]@name | a[href*=#comment]@href",
    id_prefix: &[
        "li-comment-", "div-comment-", "comment-", "comment_", "comment", "kommentar-", "kommentar_", "reply-", "post-", "c",
    ],
    author: "[itemprop~=author] | [rel~=author] | .author .name | .author a | .author | .fn | .username | .user-name | .nickname | .nick | \
             .poster | .comment-author | .commenter | [class*=author] a | [class*=author] | [class*=username] | [class*=user-name] | \
             [class*=userName] | [class*=nickname] | [class*=commenter] | [class*=verfasser] | [class*=auteur] | [class*=autor] | \
             cite | .name | [class*=name] | [class*=user] a | a[href*=/user] | a[href*=/profile] | a[href*=/member] | strong | b",
    time: "time@datetime | [datetime]@datetime | [class*=timestamp]@title | abbr@title | time | .date | .time | [class*=timestamp] | \
           [class*=datetime] | [class*=date] | [class*=datum] | [class*=fecha] | [class*=time] | [class*=ago] | [class*=posted]",
    body: ".comment-content | .comment-text | .comment-body | .comment_text | .comment_body | .comment_content | .commentText | .comment-message | \
           [class*=comment-content] | [class*=commentContent] | [class*=comment__content] | [class*=comment__text] | \
           [class*=comment__body] | [class*=comment-text] | [class*=CommentText] | .text | .content | .body | .message | \
           [class*=kommentar-text] | [class*=kommentartext]",
    score: "[class*=score] | [class*=like-count] | [class*=likes] | [class*=vote-count] | [class*=points]",
    url: "a[rel~=bookmark]@href | a[class*=permalink]@href | a[href^=#comment]@href | a[href*=#comment]@href",
    rest: true,
    drop: ".reply, .reply-link, .comment-reply-link, .actions, .avatar, [class*=avatar], [class*=reply-link], [class*=replyLink], \
           [class*=report], [class*=share], [class*=vote], [class*=like], [class*=toolbar], [class*=actions], nav, h2, h3, h4, time, \
           [class*=date], [class*=timestamp], [class*=meta], [class*=author], [class*=username], figure.avatar",
    ..Rule::NONE
};

/// Blocks that are alike.
struct Group {
    nodes: Vec<Id>,
    /// Whether they are called after comments, not only after posts.
    is_sure: bool,
    /// Whether they bear numbers.
    is_numbered: bool,
}

/// Finds the comments of a page of no known kind.
pub(super) fn find(page: &Page<'_>) -> Option<Found> {
    let mut best: Option<(usize, Found)> = None;
    for group in groups(page) {
        let rule = rule_for(page, &group);
        let items = Items::of(page, &rule, group.nodes);
        let score = score(page, &items, group.is_sure, group.is_numbered);
        if score > best.as_ref().map_or(0, |(best, _)| *best) {
            best = Some((score, Found { rule, items }));
        }
    }
    best.map(|(_, found)| found)
}

/// Blocks whose names hold a word for comments, by their names without numbers.
fn groups(page: &Page<'_>) -> Vec<Group> {
    let others = Selector::new(OTHERS);
    let mut by_name: HashMap<(String, String), Group> = HashMap::new();
    let mut order: Vec<(String, String)> = Vec::new();
    let mut past = 0;
    for id in page.ids() {
        if id < past {
            continue;
        }
        if others.matches(page, id) {
            past = page.end(id);
            continue;
        }
        if !matches!(page.name(id), "li" | "div" | "article" | "section" | "tr" | "dd" | "dl" | "table" | "blockquote" | "p") {
            continue;
        }
        let Some((name, is_sure, is_numbered)) = called(page, id) else { continue };
        let key = (page.name(id).to_owned(), name);
        let group = by_name.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            Group { nodes: Vec::new(), is_sure: false, is_numbered: true }
        });
        group.nodes.push(id);
        group.is_sure |= is_sure;
        group.is_numbered &= is_numbered;
    }
    let mut groups: Vec<Group> = order.iter().filter_map(|key| by_name.remove(key)).collect();
    groups.retain(|group| group.nodes.len() > 1 || group.is_numbered);
    // Pages that name everything after comments are not searched to the last.
    groups.truncate(24);
    groups
}

/// The name of a block without what differs from one to the next, if it names a comment;
/// whether a word for comments is in it; whether it bears a number.
fn called(page: &Page<'_>, id: Id) -> Option<(String, bool, bool)> {
    let (class, own_id) = (page.attribute(id, "class").unwrap_or_default(), page.attribute(id, "id").unwrap_or_default());
    let has = |words: &[&str], text: &str| parts(text).any(|part| words.contains(&part.as_str()));
    let numbered = own_id.bytes().any(|b| b.is_ascii_digit()) || page.attribute(id, "data-comment-id").is_some();
    let is_sure = has(&WORDS, class) || numbered && has(&WORDS, own_id);
    if !is_sure && !has(&POSTS, class) {
        return None;
    }
    let mut names: Vec<&str> = class.split_ascii_whitespace().filter(|name| is_kind(name)).collect();
    names.sort_unstable();
    names.truncate(1);
    let name = if names.is_empty() { parts(own_id).next().unwrap_or_default() } else { names.join(" ") };
    Some((name, is_sure, numbered))
}

/// Whether a class says what a thing is, and not which or how it is.
fn is_kind(name: &str) -> bool {
    !name.bytes().any(|b| b.is_ascii_digit())
        && parts(name).any(|part| WORDS.contains(&part.as_str()) || POSTS.contains(&part.as_str()))
        && !parts(name).any(|part| matches!(part.as_str(), "even" | "odd" | "by" | "first" | "last" | "alt" | "parent" | "child" | "has" | "is"))
}

/// The words of a name: `commentBody-2` gives `comment`, `body`.
fn parts(name: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = name.as_bytes();
    let is_cut = move |at: usize, c: char| c.is_ascii_uppercase() && at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_lowercase);
    let mut starts: Vec<usize> = vec![0];
    starts.extend(name.char_indices().filter(|(at, c)| is_cut(*at, *c)).map(|(at, _)| at));
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([name.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|(start, end)| name.get(start..end))
        .flat_map(|piece| piece.split(|c: char| !c.is_alphabetic())).filter(|part| !part.is_empty()).map(str::to_lowercase)
}

/// How comments of the group say whom they answer: by a level, by an id, by standing in it.
fn rule_for(page: &Page<'_>, group: &Group) -> Rule {
    const LEVELS: [&str; 10] = ["depth-", "level-", "indent-", "depth_", "level_", "indent_", "depth", "level", "indent", "lvl"];
    const WRAPS: &str = ".children, .replies, .comment-replies, .subcomments, .sub-comments, .indented, .answers, .nested, .child-comments";
    let level = LEVELS.iter().find(|prefix| {
        group.nodes.iter().any(|id| page.classes(*id).any(|class| class.strip_prefix(**prefix).is_some_and(|rest| rest.parse::<u16>().is_ok())))
    });
    let says = |name: &str| group.nodes.iter().any(|id| page.attribute(*id, name).is_some());
    let nests = group.nodes.iter().zip(group.nodes.iter().skip(1)).any(|(above, below)| *below < page.end(*above));
    let parent = if says("data-parent-id") || says("data-parent") || says("data-parentid") {
        By::Id("@data-parent-id | @data-parentid | @data-parent")
    } else if says("data-depth") || says("data-level") || says("data-indent") {
        By::Level("@data-depth | @data-level | @data-indent")
    } else if let Some(prefix) = level {
        By::LevelClass(prefix)
    } else if !nests && Selector::new(WRAPS).on(page).first(page).is_some() {
        By::Wrapped(WRAPS)
    } else {
        By::Nesting
    };
    Rule { parent, ..PARTS }
}

/// How much a group looks like comments: those of its blocks that hold words with a name
/// or a date, more if both.
fn score(page: &Page<'_>, items: &Items, is_sure: bool, is_numbered: bool) -> usize {
    use super::items::Field;
    let mut points = 0;
    let mut good = 0;
    for item in 0..items.len() {
        let Some(node) = items.node(item) else { continue };
        let has = |field| items.value(page, item, field).is_some();
        let (author, time, body) = (has(Field::Author), has(Field::Time), items.body(page, item).is_some());
        let words = page.weight(node) > 20;
        let is_good = author && time && body || words && (author && time || body && (author || time));
        good += usize::from(is_good);
        points += usize::from(is_good) * (2 + usize::from(author) + usize::from(time) + usize::from(body));
    }
    let enough = if is_sure { good * 2 >= items.len() } else { is_numbered && good == items.len() && good > 2 };
    if enough { points * 2 + usize::from(is_sure) } else { 0 }
}
