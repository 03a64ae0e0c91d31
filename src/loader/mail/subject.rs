//! Subjects: what is left of them without the signs of replies, lists and forwards.

/// A subject without the signs before it, and whether one of them says that it is a reply.
///
/// RFC 5256 knows `Re`, `Fw` and `Fwd`; mail programs translate them.
pub(super) fn base(subject: &str) -> (&str, bool) {
    const REPLIES: [&str; 16] = [
        "re",
        "aw",
        "sv",
        "vs",
        "antw",
        "odp",
        "ynt",
        "ref",
        "rif",
        "res",
        "rv",
        "回复",
        "回覆",
        "答复",
        "答覆",
        "ответ",
    ];
    const FORWARDS: [&str; 8] = ["fw", "fwd", "wg", "tr", "enc", "doorst", "转发", "轉寄"];
    let mut rest = subject.trim();
    let mut is_reply = false;
    loop {
        let bare = without_tag(rest);
        let end = bare.find([':', '：']);
        let Some((front, after)) = end.and_then(|at| Some((bare.get(..at)?, bare.get(at..)?))) else { break };
        // `Re²:`, `Re[2]:`, `Re(2):`, `Re^2:`, `Re 2:`
        let is_count = |c: char| c.is_numeric() || "[]()^ ".contains(c);
        let word = front.trim_end_matches(is_count).to_lowercase();
        let (reply, forward) = (REPLIES.contains(&word.as_str()), FORWARDS.contains(&word.as_str()));
        if !reply && !forward {
            break;
        }
        is_reply |= reply;
        let after = after.trim_start_matches([':', '：']);
        if after.trim().is_empty() {
            return ("", is_reply);
        }
        rest = after.trim_start();
    }
    let bare = without_tag(rest);
    let bare = bare.strip_suffix("(fwd)").unwrap_or(bare).trim();
    (if bare.is_empty() { rest } else { bare }, is_reply)
}

/// A subject without the names of lists in brackets before it.
fn without_tag(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some(inner) = rest.strip_prefix('[') {
        match inner.split_once(']') {
            Some((tag, after)) if !tag.contains('[') && !after.trim().is_empty() => rest = after.trim_start(),
            _ => break,
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_come_off() {
        for (subject, bare, reply) in [
            ("Tea", "Tea", false),
            ("Re: Tea", "Tea", true),
            ("AW: Re: [list] Re[2]: Tea", "Tea", true),
            ("[list] Re²: Tea (fwd)", "Tea", true),
            ("Fwd: Tea", "Tea", false),
            ("回复：茶", "茶", true),
            ("Re:", "", true),
            ("Review: Tea", "Review: Tea", false),
            ("[only tag]", "[only tag]", false),
            ("", "", false),
        ] {
            assert_eq!(base(subject), (bare, reply), "{subject}");
        }
    }
}
