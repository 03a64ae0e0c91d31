//! What the formats of GitHub share: its names, roles and addresses.

use std::borrow::Cow;

use crate::loader::post::Post;
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
    let origin = writer.origin();
    origin.namespace = "github".into();
    let Some(page) = address.and_then(page) else { return };
    origin.site = Some(format!("github:{page}").into());
    origin.url = Some(format!("https://github.com/{page}").into());
}

/// `owner/repo/issues/28` from any address of that issue.
fn page(address: &str) -> Option<String> {
    let (_, path) = address.split_once("github.com/")?;
    let path = path.strip_prefix("repos/").unwrap_or(path);
    let mut parts = path.split(['/', '#', '?']);
    let (owner, repo, kind, number) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let kind = if kind == "pulls" { "pull" } else { kind };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && matches!(kind, "issues" | "pull" | "discussions")).then(|| format!("{owner}/{repo}/{kind}/{number}"))
}

/// `owner/repo/28` from any address of that issue: issues and pull requests share their numbers.
pub(super) fn number(address: &str) -> Option<String> {
    let page = page(address)?;
    let (front, number) = page.rsplit_once('/')?;
    Some(format!("{}/{number}", front.rsplit_once('/')?.0))
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
