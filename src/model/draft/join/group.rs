//! Which drafts are of one discussion.

use std::collections::HashMap;

use super::{Draft, Parent};
use crate::model::texts::TextRef;
use crate::text::Clean;

/// The number of each draft's discussion, counted in the order of their first drafts.
pub(super) fn numbers(drafts: &[(String, Draft)]) -> Vec<usize> {
    let keys: Vec<Keys> = drafts.iter().map(|(_, draft)| Keys::of(draft)).collect();
    let mut sets = Sets::new(drafts);
    by_ids(drafts, &mut sets);
    by_keys(&keys, &mut sets);
    // Comments alone are of the first article that there is.
    let is_alone = |draft: &Draft| draft.article.title.is_empty() && draft.article.body.is_empty();
    let article = drafts.iter().position(|(_, draft)| !is_alone(draft)).unwrap_or(0);
    for (at, (_, draft)) in drafts.iter().enumerate() {
        let fits = keys.get(article).zip(keys.get(at)).is_some_and(|(first, own)| !differ(&first.site, &own.site));
        if is_alone(draft) && fits && sets.is_single(at) {
            sets.join(article, at);
        }
    }
    sets.numbers()
}

/// What a draft says of its discussion.
struct Keys {
    site: Option<Box<str>>,
    /// The page without what follows `?` and `#`: pages of one thread differ there.
    page: Option<String>,
    title: Option<Clean>,
}

impl Keys {
    fn of(draft: &Draft) -> Self {
        let title = draft.texts.line(draft.article.title);
        let page = draft.origin.url.as_deref().and_then(|url| url.split(['?', '#']).next());
        Self {
            site: draft.origin.site.clone(),
            page: page.map(|page| page.trim_end_matches('/').to_owned()).filter(|page| !page.is_empty()),
            title: (!title.is_empty()).then_some(title),
        }
    }
}

fn differ<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

fn by_keys(keys: &[Keys], sets: &mut Sets<'_>) {
    let (mut sites, mut pages, mut titles) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (at, own) in keys.iter().enumerate() {
        let first = |at: usize| keys.get(at).map_or((&None, &None), |keys| (&keys.site, &keys.page));
        if let Some(site) = &own.site {
            sets.join(*sites.entry(site).or_insert(at), at);
        }
        if let Some(page) = &own.page {
            let known = *pages.entry(page).or_insert(at);
            if !differ(first(known).0, &own.site) {
                sets.join(known, at);
            }
        }
        if let Some(title) = &own.title {
            let known = *titles.entry(title).or_insert(at);
            if !differ(first(known).0, &own.site) && !differ(first(known).1, &own.page) {
                sets.join(known, at);
            }
        }
    }
}

/// Who has an id that another has or answers is of the same discussion.
fn by_ids(drafts: &[(String, Draft)], sets: &mut Sets<'_>) {
    let mut known: HashMap<(&str, Clean), usize> = HashMap::new();
    for (at, (_, draft)) in drafts.iter().enumerate() {
        let namespace = &*draft.origin.namespace;
        if namespace.is_empty() {
            continue;
        }
        let answered = draft.parent.iter().filter_map(|parent| match parent {
            Parent::Id(id) => Some(*id),
            Parent::Top | Parent::Row(_) => None,
        });
        let ids = draft.columns.id.iter().copied().chain(answered).chain([draft.article.id]);
        for id in ids.filter(|id: &TextRef| !id.is_empty()) {
            sets.join(*known.entry((namespace, draft.texts.line(id))).or_insert(at), at);
        }
    }
}

/// Sets of drafts, each named by one of them.
struct Sets<'a> {
    drafts: &'a [(String, Draft)],
    above: Vec<usize>,
    joined: Vec<bool>,
}

impl<'a> Sets<'a> {
    fn new(drafts: &'a [(String, Draft)]) -> Self {
        Self { drafts, above: (0..drafts.len()).collect(), joined: vec![false; drafts.len()] }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while let Some(above) = self.above.get(at).copied().filter(|above| *above != at) {
            // Halved on the way, so that no way is long.
            let next = self.above.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(at) {
                *slot = next;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        // What one file keeps apart is apart.
        let same_file =
            self.drafts.get(one).zip(self.drafts.get(other)).is_some_and(|(a, b)| a.1.texts.is_same(&b.1.texts));
        if one == other || same_file {
            return;
        }
        let (a, b) = (self.find(one), self.find(other));
        for at in [one, other] {
            if let Some(joined) = self.joined.get_mut(at) {
                *joined = true;
            }
        }
        if let Some(slot) = self.above.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }

    fn is_single(&self, at: usize) -> bool {
        self.joined.get(at) == Some(&false)
    }

    fn numbers(mut self) -> Vec<usize> {
        let (mut numbers, len) = (HashMap::new(), self.above.len());
        let number = |at: usize| {
            let set = self.find(at);
            let next = numbers.len();
            *numbers.entry(set).or_insert(next)
        };
        (0..len).map(number).collect()
    }
}
