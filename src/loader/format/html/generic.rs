//! Comments on pages of no known kind: blocks that come again and again and hold words with a
//! name and a date.
//!
//! Blocks that are called after comments in some language need less to be taken for them than
//! those that only stand in a box called so, or in each other as nothing but replies do.

use std::collections::HashMap;

use super::items::Items;
use super::rule::{By, Rule};
use crate::loader::page::{Id, Page, Selector};

/// What comments are called in classes and ids.
const WORDS: [&str; 30] = [
    "comment",
    "comments",
    "reply",
    "replies",
    "response",
    "responses",
    "kommentar",
    "kommentare",
    "commentaire",
    "commentaires",
    "comentario",
    "comentarios",
    "commento",
    "commenti",
    "reactie",
    "reacties",
    "antwort",
    "antworten",
    "respuesta",
    "resposta",
    "reponse",
    "opinion",
    "komentar",
    "komentarz",
    "kommentti",
    "yorum",
    "hozzaszolas",
    "beitrag",
    "leserbrief",
    "cmt",
];
/// Weaker words: posts of forums, reviews.
const POSTS: [&str; 6] = ["post", "message", "review", "feedback", "discussion", "answer"];
/// What stands beside comments and is none: forms, lists of the newest, navigation.
pub(super) const BESIDE: &str = "form, nav, aside, .widget, .sidebar, .recent-comments, #sidebar, .related, .related-posts, \
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
        "li-comment-",
        "div-comment-",
        "comment-",
        "comment_",
        "comment",
        "kommentar-",
        "kommentar_",
        "reply-",
        "post-",
        "c",
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

/// Most groups that are looked at closely: pages that name everything after comments are not
/// searched to the last.
const GROUPS: usize = 24;

/// Why blocks that are alike may be comments, the best reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// They are called after comments.
    Called,
    /// They are called after posts.
    Posts,
    /// They stand in a box that is called after comments.
    Boxed,
    /// They stand in each other.
    Nested,
}

/// Blocks that are alike.
struct Group {
    nodes: Vec<Id>,
    sign: Sign,
    /// Whether they bear numbers.
    is_numbered: bool,
}

/// Finds the comments of a page of no known kind.
pub(super) fn find(page: &Page<'_>) -> Option<Found> {
    best(page, named(page)).or_else(|| best(page, nameless(page)))
}

/// The group that looks most like comments, if any does.
fn best(page: &Page<'_>, groups: Vec<Group>) -> Option<Found> {
    let mut best: Option<(usize, Found)> = None;
    for Group { nodes, sign, is_numbered } in groups {
        let rule = rule_for(page, &nodes);
        let items = Items::of(page, &rule, nodes);
        let score = score(page, &items, sign, is_numbered);
        if score > best.as_ref().map_or(0, |(best, _)| *best) {
            best = Some((score, Found { rule, items }));
        }
    }
    best.map(|(_, found)| found)
}

/// The elements of a page outside of what stands beside comments.
fn around<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Id> + 'p {
    let others = Selector::new(BESIDE).or(Selector::new("header, footer")).on(page);
    let mut past = 0;
    page.ids().filter(move |id| {
        if *id >= past && others.matches(page, *id) {
            past = page.end(*id);
        }
        *id >= past
    })
}

/// Whether an element may hold a comment.
fn is_block(page: &Page<'_>, id: Id) -> bool {
    matches!(
        page.name(id),
        "li" | "div" | "article" | "section" | "tr" | "dd" | "dl" | "table" | "blockquote" | "p" | "details"
    )
}

/// Whether an element is called after comments.
pub(super) fn is_box(page: &Page<'_>, id: Id) -> bool {
    let names = [page.attribute(id, "class"), page.attribute(id, "id")];
    !matches!(page.name(id), "html" | "body" | "main") && names.into_iter().flatten().any(is_called)
}

/// Whether a class or an id has a word for comments in it.
pub(super) fn is_called(name: &str) -> bool {
    parts(name).any(|part| part == "discussion" || WORDS.contains(&part.as_str()))
}

/// Blocks whose names hold a word for comments, by their names without numbers.
fn named(page: &Page<'_>) -> Vec<Group> {
    let called = around(page).filter(|id| is_block(page, *id)).filter_map(|id| {
        let (name, is_sure, is_numbered) = called(page, id)?;
        let sign = if is_sure { Sign::Called } else { Sign::Posts };
        Some(((page.name(id).to_owned(), name), id, sign, is_numbered))
    });
    let mut groups = gather(called);
    groups.retain(|group| group.nodes.len() > 1 || group.is_numbered);
    groups.truncate(GROUPS);
    groups
}

/// Blocks that stand alike in a box of comments, or in each other; the most first.
fn nameless(page: &Page<'_>) -> Vec<Group> {
    let mut boxed = 0;
    let alike = around(page).filter_map(|id| {
        let sign = if id < boxed { Sign::Boxed } else { Sign::Nested };
        if sign == Sign::Nested && is_box(page, id) {
            boxed = page.end(id);
        }
        if !is_block(page, id) {
            return None;
        }
        let class = page.classes(id).next().map(|class| class.trim_end_matches(|c: char| c.is_ascii_digit()));
        let above = page.parent(id).map_or("", |above| page.name(above));
        let key = (format!("{above}>{}", page.name(id)), class.unwrap_or_default().to_owned());
        Some((key, id, sign, is_numbered(page, id)))
    });
    let mut groups = gather(alike);
    groups.retain(|group| group.nodes.len() > 1 && (group.sign == Sign::Boxed || nests(page, &group.nodes)));
    groups.sort_by_key(|group| std::cmp::Reverse(group.nodes.len()));
    groups.truncate(GROUPS / 3);
    groups
}

/// Whether any stands in another.
fn nests(page: &Page<'_>, nodes: &[Id]) -> bool {
    nodes.iter().zip(nodes.iter().skip(1)).any(|(above, below)| *below < page.end(*above))
}

/// Groups by what they are called, in the order in which they begin.
fn gather(blocks: impl Iterator<Item = ((String, String), Id, Sign, bool)>) -> Vec<Group> {
    let mut by_name: HashMap<(String, String), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (name, id, sign, is_numbered) in blocks {
        let at = *by_name.entry(name).or_insert_with(|| {
            groups.push(Group { nodes: Vec::new(), sign, is_numbered: true });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(at) else { continue };
        group.nodes.push(id);
        group.sign = group.sign.min(sign);
        group.is_numbered &= is_numbered;
    }
    groups
}

/// The name of a block without what differs from one to the next, if it names a comment;
/// whether a word for comments is in it; whether it bears a number.
fn called(page: &Page<'_>, id: Id) -> Option<(String, bool, bool)> {
    let (class, own_id) =
        (page.attribute(id, "class").unwrap_or_default(), page.attribute(id, "id").unwrap_or_default());
    let has = |words: &[&str], text: &str| parts(text).any(|part| words.contains(&part.as_str()));
    let numbered = is_numbered(page, id);
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

/// Whether a block has a name of its own with a number in it.
fn is_numbered(page: &Page<'_>, id: Id) -> bool {
    let own = page.attribute(id, "id").unwrap_or_default();
    own.bytes().any(|b| b.is_ascii_digit()) || page.attribute(id, "data-comment-id").is_some()
}

/// Whether a class says what a thing is, and not which or how it is.
fn is_kind(name: &str) -> bool {
    !name.bytes().any(|b| b.is_ascii_digit())
        && parts(name).any(|part| WORDS.contains(&part.as_str()) || POSTS.contains(&part.as_str()))
        && !parts(name).any(|part| {
            matches!(
                part.as_str(),
                "even" | "odd" | "by" | "first" | "last" | "alt" | "parent" | "child" | "has" | "is"
            )
        })
}

/// The words of a name: `commentBody-2` gives `comment`, `body`.
fn parts(name: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = name.as_bytes();
    let is_cut = move |at: usize, c: char| {
        c.is_ascii_uppercase() && at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_lowercase)
    };
    let mut starts: Vec<usize> = vec![0];
    starts.extend(name.char_indices().filter(|(at, c)| is_cut(*at, *c)).map(|(at, _)| at));
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([name.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .filter_map(|(start, end)| name.get(start..end))
        .flat_map(|piece| piece.split(|c: char| !c.is_alphabetic()))
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
}

/// How comments of the group say whom they answer: by a level, by an id, by standing in it.
fn rule_for(page: &Page<'_>, nodes: &[Id]) -> Rule {
    const LEVELS: [&str; 10] =
        ["depth-", "level-", "indent-", "depth_", "level_", "indent_", "depth", "level", "indent", "lvl"];
    const WRAPS: &str = ".children, .replies, .comment-replies, .subcomments, .sub-comments, .indented, .answers, .nested, .child-comments";
    let level = LEVELS.iter().find(|prefix| {
        nodes.iter().any(|id| {
            page.classes(*id).any(|class| class.strip_prefix(**prefix).is_some_and(|rest| rest.parse::<u16>().is_ok()))
        })
    });
    let says = |name: &str| nodes.iter().any(|id| page.attribute(*id, name).is_some());
    let nests = nests(page, nodes);
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
/// or a date, more if both. Blocks that are not called after comments need both.
fn score(page: &Page<'_>, items: &Items, sign: Sign, is_numbered: bool) -> usize {
    use super::items::Field;
    let mut points = 0;
    let mut good = 0;
    for item in 0..items.len() {
        let Some(node) = items.node(item) else { continue };
        let has = |field| items.value(page, item, field).is_some();
        let (author, time, body) = (has(Field::Author), has(Field::Time), items.body(page, item).is_some());
        let words = page.weight(node) > 20;
        let is_named = matches!(sign, Sign::Called | Sign::Posts);
        let is_good = author && time && body || words && (author && time || is_named && body && (author || time));
        good += usize::from(is_good);
        points += usize::from(is_good) * (2 + usize::from(author) + usize::from(time) + usize::from(body));
    }
    let enough = match sign {
        Sign::Called => good * 2 >= items.len(),
        Sign::Posts => is_numbered && good == items.len() && good > 2,
        Sign::Boxed => good * 4 >= items.len() * 3,
        Sign::Nested => good > 2 && good * 10 >= items.len() * 9,
    };
    if enough { points * 2 + usize::from(sign == Sign::Called) } else { 0 }
}
