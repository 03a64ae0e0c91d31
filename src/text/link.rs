//! Where a link really leads: its true host, what is odd about it, and whether it may be
//! opened.
//!
//! Opened are http and https only, as one checked argument without anything that an opener
//! could take for an option or for two. What looks like another place than it is, is said
//! before it is opened: a host in several scripts, or in letters that look like Latin ones;
//! words that name another host; a name before the host.

use url::{Host, Url};

use super::{Clean, Raw};

/// No honest link is longer.
const LONGEST: usize = 8 * 1024;

/// The address, if it may be opened: http or https, nothing that an opener could take for an
/// option or for two arguments, no name and password.
///
/// # Errors
/// If it may not, with the reason.
pub fn checked(address: &str) -> Result<Url, String> {
    if address.len() > LONGEST {
        return Err("the address is longer than 8 kB".to_owned());
    }
    if address.is_empty() || address.starts_with('-') {
        return Err("this is no address".to_owned());
    }
    if address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("the address has spaces or controls in it".to_owned());
    }
    let Ok(url) = Url::parse(address) else {
        return Err("this is no whole address".to_owned());
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("only http and https are, and this is {}", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the address has a name or a password in it".to_owned());
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("the address has no host".to_owned());
    }
    // Written out, with the host in punycode and the rest escaped, it may be longer.
    if url.as_str().len() > LONGEST {
        return Err("the address is longer than 8 kB".to_owned());
    }
    Ok(url)
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The address as written.
    pub address: Clean,
    /// The host as people read it, with the form that machines use where that is another;
    /// the scheme where there is no host.
    pub host: Clean,
    /// What is odd about it, each a sentence.
    pub doubts: Vec<Clean>,
    /// Why it may not be opened, if so.
    pub refused: Option<Clean>,
}

impl Target {
    /// Where an address leads that stands behind some words.
    #[must_use]
    pub fn of(address: &Clean, words: &str) -> Self {
        let refused = checked(address.as_str()).err().map(|why| line(&why));
        let Ok(url) = Url::parse(address.as_str()) else {
            let host = Clean::own("no whole address");
            return Self { address: address.clone(), host, doubts: Vec::new(), refused };
        };
        let ascii = url.host_str().unwrap_or_default();
        let mut doubts = Vec::new();
        if !url.username().is_empty() || url.password().is_some() {
            doubts.push(format!("what stands before the @ is a name, and no host: the host is {ascii}"));
        }
        let (unicode, _) = idna::domain_to_unicode(ascii);
        let is_name = matches!(url.host(), Some(Host::Domain(_)));
        if let Some(doubt) = is_name.then(|| scripts(&unicode)).flatten() {
            doubts.push(doubt);
        }
        if let Some(said) = host_in(words).filter(|said| !is_same(said, ascii)) {
            doubts.push(format!("the words say {said}, and the link goes to {ascii}"));
        }
        let host = match ascii {
            "" => format!("{}:", url.scheme()),
            _ if unicode == ascii => ascii.to_owned(),
            _ => format!("{unicode} ({ascii})"),
        };
        let doubts = doubts.iter().map(|doubt| line(doubt)).collect();
        Self { address: address.clone(), host: line(&host), doubts, refused }
    }
}

fn line(text: &str) -> Clean {
    Clean::line(Raw::new(text))
}

/// Scripts whose letters can be told from those of others. Han, Kana, Hangul and Bopomofo
/// are written together, and with Latin; what is no letter belongs to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    EastAsian,
    /// Any other, told apart by its block of 128 characters.
    Other(u32),
}

fn script(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match u32::from(c) {
        0..=0x24f | 0x1e00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xff21..=0xff5a => Script::Latin,
        0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Script::Cyrillic,
        0x1100..=0x11ff | 0x2e80..=0x31ff | 0x3400..=0x9fff | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0x20000.. => {
            Script::EastAsian
        }
        other => Script::Other(other >> 7),
    })
}

/// Letters that look like small Latin ones, in scripts that have whole words of them.
const LIKE_LATIN: &str = "аеіјорсухѕԁһԛԝьклмнтвгӏ\u{501}αορνιυκχγτ";

/// What is odd about the letters of a host, part by part.
fn scripts(host: &str) -> Option<String> {
    let ends_in_latin = host.rsplit('.').next().is_some_and(|end| end.is_ascii());
    host.split('.').find_map(|label| {
        let mut found: Vec<Script> = Vec::new();
        for script in label.chars().filter_map(script) {
            if !found.contains(&script) {
                found.push(script);
            }
        }
        let together = found.iter().all(|script| matches!(script, Script::Latin | Script::EastAsian));
        if found.len() > 1 && !together {
            return Some(format!("letters of several scripts stand together in {label}"));
        }
        let foreign = matches!(found.as_slice(), [Script::Greek | Script::Cyrillic]);
        let alike = label.chars().filter(|c| script(*c).is_some()).all(|c| LIKE_LATIN.contains(c));
        (foreign && alike && ends_in_latin)
            .then(|| format!("the letters of {label} are not the Latin ones they look like"))
    })
}

/// Ends of hosts that are no usual ends of file names or abbreviations: words with one of
/// them say where a link leads.
const ENDS: &str = " com org net edu gov mil int info biz name io ai app dev blog news shop online site xyz club \
    de uk fr it es nl be ch at se no dk fi pl cz ru ua cn jp kr in br mx au nz ca us eu tr gr pt ie il za tv me co \
    example test ";

/// The host that words say, if they look like an address or a host.
fn host_in(words: &str) -> Option<String> {
    let word = words.trim().trim_end_matches(['/', '.', ',', '…']);
    if word.is_empty() || word.contains(char::is_whitespace) {
        return None;
    }
    let schemed = ["http://", "https://"]
        .iter()
        .any(|scheme| word.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let address = if schemed { word.to_owned() } else { format!("http://{word}") };
    let url = Url::parse(&address).ok()?;
    // `user@host` in words says a host that is not the one it looks like.
    let host = if url.username().is_empty() { url.host_str()?.to_owned() } else { url.username().to_owned() };
    let end = host.rsplit('.').next().unwrap_or_default();
    let named = host.contains('.') && (ENDS.contains(&format!(" {end} ")) || !end.is_ascii());
    (schemed || named).then_some(host)
}

/// Whether the words say the host, or a part of the site that it belongs to. A shortened
/// host ("example.org/…") stands whole in its words.
fn is_same(said: &str, host: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    let (said, host) = (bare(said), bare(host));
    said == host || host.ends_with(&format!(".{said}")) || said.ends_with(&format!(".{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(address: &str, words: &str) -> Target {
        Target::of(&line(address), words)
    }

    #[test]
    fn only_plain_web_addresses_are_opened() {
        let good = [
            ("https://example.org", "https://example.org/"),
            ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
            ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
            ("https://example.org/$(id)`id`", "https://example.org/$(id)%60id%60"),
        ];
        for (address, expected) in good {
            assert_eq!(checked(address).unwrap().as_str(), expected);
        }
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        let grows = format!("https://example.org/{}", "ü".repeat(2000));
        let bad = [
            "",
            "-",
            "--help",
            "-https://example.org",
            "example.org",
            "//example.org",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@example.org",
            "vscode://x",
            "HTTPS+x://example.org",
            "https://",
            "https://user@example.org",
            "https://user:word@example.org",
            "https://:word@example.org",
            "https://example.org/a b",
            " https://example.org",
            "https://example.org\n",
            "https://example.org/\r\nX: y",
            "https://example.org/\0",
            "https://example.org/\u{1b}[0m",
            "https://example.org/\u{85}",
            "https://example.org/\u{2028}",
            &long,
            &grows,
        ];
        for address in bad {
            assert!(checked(address).is_err(), "{address:?}");
        }
    }

    #[test]
    fn the_true_host_is_shown() {
        for (address, host) in [
            ("https://example.org/a", "example.org"),
            ("https://bücher.example/", "bücher.example (xn--bcher-kva.example)"),
            ("https://xn--bcher-kva.example/", "bücher.example (xn--bcher-kva.example)"),
            ("https://shop.example@evil.example/", "evil.example"),
            ("https://127.0.0.1/", "127.0.0.1"),
            ("mailto:ann@example.org", "mailto:"),
            ("nothing", "no whole address"),
        ] {
            assert_eq!(target(address, "here").host.as_str(), host, "{address}");
        }
    }

    #[test]
    fn what_looks_like_another_place_is_said() {
        for (address, words, doubt) in [
            ("https://shop.example@evil.example/", "here", "before the @"),
            ("https://p\u{430}ypal.example/", "here", "several scripts"),
            ("https://xn--80ak6aa92e.com/", "here", "not the Latin ones"),
            ("https://evil.example/", "https://bank.example/login", "the words say bank.example"),
            ("https://evil.example/", "www.bank.example", "the words say www.bank.example"),
            ("https://evil.example/", "bank.com", "the words say bank.com"),
            ("https://evil.example/bank.example", "bank.example", "the words say"),
            ("https://bank.example.evil.example/", "bank.example", "the words say"),
            ("https://evil.example/", "https://bank.example@evil.example", "the words say bank.example"),
        ] {
            let target = target(address, words);
            let said: Vec<&str> = target.doubts.iter().map(Clean::as_str).collect();
            assert!(said.len() == 1 && said[0].contains(doubt), "{address} {words}: {said:?}");
        }
        for (address, words) in [
            ("https://example.org/a", "https://example.org/a"),
            ("https://www.example.org/a", "example.org"),
            ("https://en.example.org/a", "example.org"),
            ("https://example.org/a", "www.example.org/…"),
            ("https://example.org/a", "see https://other.example here"),
            ("https://example.org/a", "README.md"),
            ("https://example.org/a", "main.rs"),
            ("https://example.org/a", "Node.js"),
            ("https://example.org/a", "etc."),
            ("https://example.org/a", ""),
            ("https://bücher.example/a", "bücher.example"),
            ("https://кафе.рф/", "here"),
            ("https://日本語ドメイン.jp/", "here"),
            ("https://cafédumonde.example/", "here"),
            ("https://почта.example/", "here"),
        ] {
            let target = target(address, words);
            assert_eq!((target.doubts, target.refused), (Vec::new(), None), "{address} {words}");
        }
    }

    mod property {
        use super::super::*;
        use proptest::prelude::*;

        proptest! {
            /// Whatever an address holds: what passes is one argument of the web without
            /// anything that could be a control, and what is shown is clean.
            #[test]
            fn what_passes_is_one_plain_argument(address in "(https?://|-|javascript:|//)?\\PC{0,20}[@ ./:\\\\-]{0,3}\\PC{0,20}", words in "\\PC{0,20}") {
                if let Ok(url) = checked(&address) {
                    let text = url.as_str();
                    prop_assert!(text.starts_with("http://") || text.starts_with("https://"));
                    prop_assert!(text.bytes().all(|b| b.is_ascii_graphic()), "{}", text);
                    prop_assert!(url.username().is_empty() && url.password().is_none());
                }
                let target = Target::of(&line(&address), &words);
                prop_assert!(!target.host.as_str().chars().any(char::is_control));
            }
        }
    }
}
