//! What the formats of GitHub share: its names, roles and addresses.

use std::borrow::Cow;

use crate::loader::post::Post;
use crate::loader::site::{self, Facts};
use crate::loader::tree::At;
use crate::model::{DraftWriter, Roles};

/// The site shows this name where an account is gone.
pub(super) const GONE: &str = "ghost";

/// Marks those who can moderate: owners, members, collaborators.
pub(super) fn set_association(post: &mut Post<'_>, association: Option<Cow<'_, str>>) {
    let Some(association) = association else { return };
    post.add(Roles::MOD, matches!(&*association, "OWNER" | "MEMBER" | "COLLABORATOR"));
    if association != "NONE" {
        post.extras.text("association", Some(Cow::Owned(association.to_lowercase())));
    }
}

/// Names the discussion by an address on the site, of its page or of its API.
pub(super) fn set_site(writer: &mut DraftWriter, address: Option<&str>) {
    site::github(Facts { address: address.unwrap_or_default(), ..Facts::default() }).set(writer);
}

/// `owner/repo/28` from any address of that issue: issues and pull requests share their numbers.
pub(super) fn number(address: &str) -> Option<String> {
    let page = site::github_page(address)?;
    let (front, number) = page.rsplit_once('/')?;
    Some(format!("{}/{number}", front.rsplit_once('/')?.0))
}

/// The number of a comment from its address: `…/issues/28#issuecomment-7`.
pub(super) fn comment(address: &str) -> Option<&str> {
    const KINDS: [&str; 4] = ["issuecomment-", "discussioncomment-", "discussion_r", "pullrequestreview-"];
    let (_, fragment) = address.rsplit_once('#')?;
    let number = KINDS.iter().find_map(|kind| fragment.strip_prefix(kind))?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// Thumbs up less thumbs down, where anybody cared.
pub(super) fn votes(up: Option<i64>, down: Option<i64>) -> Option<i64> {
    let score = up.unwrap_or(0).saturating_sub(down.unwrap_or(0));
    (score != 0).then_some(score)
}

/// The account's name, under any of the names that it goes by.
pub(super) fn login<'s>(at: At<'_, 's>, keys: &[&str]) -> Cow<'s, str> {
    at.first_of(keys).and_then(At::string).unwrap_or(Cow::Borrowed(GONE))
}
