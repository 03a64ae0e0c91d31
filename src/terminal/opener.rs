//! Opens an address in the browser: one checked argument for the platform's own opener, and
//! no shell.

use url::Url;

use crate::error::{Error, Kind, Result};
use crate::text::{Clean, Raw};

/// No honest link is longer.
const LONGEST: usize = 8 * 1024;

/// The address, if it may be opened: http or https, nothing that an opener could take for an
/// option or for two arguments, no name and password.
///
/// # Errors
/// If it may not, with the reason.
pub fn check(address: &str) -> Result<Url> {
    let refuse = |why: &str| Err(Error::new(Kind::Input, format!("not opened: {why}")));
    if address.len() > LONGEST {
        return refuse("the address is longer than 8 kB");
    }
    if address.is_empty() || address.starts_with('-') {
        return refuse("this is no address");
    }
    if address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return refuse("the address has spaces or controls in it");
    }
    let Ok(url) = Url::parse(address) else {
        return refuse("this is no whole address");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(&format!("only http and https are, and this is {}", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("the address has a name or a password in it");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return refuse("the address has no host");
    }
    // Written out, with the host in punycode and the rest escaped, it may be longer.
    if url.as_str().len() > LONGEST {
        return refuse("the address is longer than 8 kB");
    }
    Ok(url)
}

/// Opens an address in the browser; gives the words for the status row. May take a moment.
///
/// # Errors
/// If the address may not be opened, or nothing opens it.
pub fn browse(address: &str) -> Result<Clean> {
    let url = check(address)?;
    open::that_detached(url.as_str())
        .map_err(|error| Error::new(Kind::Terminal, format!("no browser could be started: {error}")))?;
    let words = format!("opening {}", url.host_str().unwrap_or_default());
    Ok(Clean::line(Raw::new(&words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_are_opened() {
        let good = [
            ("https://example.org", "https://example.org/"),
            ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
            ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
            ("https://example.org/$(id)`id`", "https://example.org/$(id)%60id%60"),
        ];
        for (address, expected) in good {
            assert_eq!(check(address).unwrap().as_str(), expected);
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
            assert!(check(address).is_err(), "{address:?}");
        }
    }
}
