//! Lines that say where an article ends: `12 comments`, a byline, a notice.

/// The number of comments that a marker line gives, if it is one.
pub(super) fn count(line: &str) -> Option<Option<u64>> {
    if line.len() > 120 || line.is_empty() {
        return None;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if announces(bare) {
        return Some(None);
    }
    let mut parts = bare.split(|c: char| c.is_whitespace() || c == '(' || c == ':').filter(|part| !part.is_empty());
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next());
    let number = |text: &str| match text {
        "one" => Some(1),
        "two" => Some(2),
        text => text.replace(',', "").parse::<u64>().ok(),
    };
    let goes_on =
        matches!(rest, Some("on" | "to" | "so" | "sorted" | "zu" | "sur" | "su" | "en" | "till" | "til" | "op"));
    match (number(first), number(second)) {
        (Some(count), _) if is_counted(second) && (rest.is_none() || goes_on) => Some(Some(count)),
        (_, Some(count)) if is_counted(first) && rest.is_none() => Some(Some(count)),
        _ => None,
    }
}

/// What a page counts as its comments, in small letters.
fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "comment"
            | "comments"
            | "reply"
            | "replies"
            | "responses"
            | "response"
            | "thoughts"
            | "thought"
            | "kommentar"
            | "kommentare"
            | "antworten"
            | "gedanken"
            | "commentaire"
            | "commentaires"
            | "réponses"
            | "comentario"
            | "comentarios"
            | "respuestas"
            | "comentário"
            | "comentários"
            | "respostas"
            | "commento"
            | "commenti"
            | "risposte"
            | "reactie"
            | "reacties"
            | "kommentarer"
            | "komentarze"
            | "komentarzy"
            | "комментария"
            | "комментариев"
            | "komentáře"
            | "komentářů"
            | "yorum"
    )
}

/// What a page writes over its comments, in small letters.
fn announces(line: &str) -> bool {
    matches!(
        line,
        "leave a comment"
            | "leave a reply"
            | "join the discussion"
            | "join the conversation"
            | "reader comments"
            | "comments"
            | "replies"
            | "kommentare"
            | "schreibe einen kommentar"
            | "kommentar schreiben"
            | "comentarios"
            | "deja un comentario"
            | "deja una respuesta"
            | "commentaires"
            | "laisser un commentaire"
            | "comentários"
            | "deixe um comentário"
            | "commenti"
            | "lascia un commento"
            | "reacties"
            | "geef een reactie"
            | "kommentarer"
            | "komentarze"
            | "комментарии"
            | "yorumlar"
    )
}

/// Whether a line is what stands under an article: who wrote it, where it is from.
pub(super) fn is_notice(line: &str) -> bool {
    const FRONTS: [&str; 12] = [
        "this article is republished",
        "this article was originally",
        "this story was originally",
        "this article originally",
        "this article first appeared",
        "originally published",
        "read the original article",
        "all rights reserved",
        "cross-posted",
        "crossposted",
        "disclosure:",
        "via:",
    ];
    const TRADES: [&str; 14] = [
        "professor",
        "lecturer",
        "researcher",
        "fellow",
        "reporter",
        "correspondent",
        "editor",
        "journalist",
        "writer",
        "author",
        "columnist",
        "director",
        "student",
        "contributor",
    ];
    if line.len() > 300 || line.is_empty() {
        return false;
    }
    let lower = line.to_lowercase();
    let is_trade = || {
        let after = [" is a ", " is an ", " is the ", " are "].iter().find_map(|is| lower.split_once(is));
        after.is_some_and(|(name, rest)| {
            name.split_whitespace().count() <= 6
                && line.starts_with(char::is_uppercase)
                && rest
                    .split(|c: char| !c.is_alphabetic())
                    .take(6)
                    .any(|word| TRADES.contains(&word.strip_suffix('s').unwrap_or(word)))
        })
    };
    FRONTS.iter().any(|front| lower.starts_with(front)) || lower.starts_with('©') || is_trade()
}
