//! Opens an address in the browser: one checked argument for an opener, and no shell.
//!
//! The opener is the program that `BTL_OPENER` names, else the first of `BROWSER`, else the
//! platform's own. Options after its name are split at blanks; nothing of the address is
//! ever put in the place of a sign, as `%s` would be.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::thread;

use url::Url;

use crate::error::{Error, Kind, Result};
use crate::text::link::checked;
use crate::text::{Clean, Raw};

/// The address, if it may be opened.
///
/// # Errors
/// If it may not, with the reason.
pub fn check(address: &str) -> Result<Url> {
    checked(address).map_err(|why| Error::new(Kind::Input, format!("not opened: {why}")))
}

/// Opens an address in the browser; gives the words for the status row. May take a moment.
///
/// # Errors
/// If the address may not be opened, or nothing opens it.
pub fn browse(address: &str) -> Result<Clean> {
    let url = check(address)?;
    match chosen(|name| std::env::var(name).ok()) {
        Some(words) => start(&words, &url)?,
        None => open::that_detached(url.as_str())
            .map_err(|error| Error::new(Kind::Terminal, format!("cannot start a browser: {error}")))?,
    }
    let words = format!("opening {}", url.host_str().unwrap_or_default());
    Ok(Clean::line(Raw::new(&words)))
}

/// The program of the reader's choice and its options. An entry of `BROWSER` with a `%` is
/// a template for a shell, and passed over.
fn chosen(variable: impl Fn(&str) -> Option<String>) -> Option<Vec<String>> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let own = variable("BTL_OPENER").map(|text| words(&text)).filter(|words| !words.is_empty());
    own.or_else(|| {
        let listed = variable("BROWSER")?;
        let plain = |entry: &&str| !entry.contains('%') && !entry.trim().is_empty();
        listed.split(':').find(plain).map(words)
    })
}

/// Starts a program with an address as its last argument, apart from our terminal.
fn start(words: &[String], url: &Url) -> Result<()> {
    let Some((program, options)) = words.split_first() else {
        return Err(Error::new(Kind::Terminal, "no opener is named"));
    };
    let mut command = Command::new(program);
    command.args(options).arg(url.as_str());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().map_err(|error| {
        let words = format!("cannot start {program}: {error}");
        Error::new(Kind::Terminal, words).hint("BTL_OPENER names the program that opens links")
    })?;
    // Its end is taken note of, or it would stay in the table of processes.
    let wait = move || {
        let _ = child.wait();
    };
    let _ = thread::Builder::new().name("opener".to_owned()).spawn(wait);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opener_is_the_readers_choice_and_no_template() {
        let chosen = |own: Option<&str>, browser: Option<&str>| {
            chosen(|name| match name {
                "BTL_OPENER" => own.map(str::to_owned),
                _ => browser.map(str::to_owned),
            })
        };
        let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(chosen(None, None), None);
        assert_eq!(chosen(Some("firefox --new-tab"), Some("other")), words(&["firefox", "--new-tab"]));
        assert_eq!(chosen(Some("  "), Some("one:two")), words(&["one"]));
        assert_eq!(chosen(None, Some("sh -c 'open %s':plain")), words(&["plain"]));
        assert_eq!(chosen(None, Some("::")), None);
    }

    #[test]
    fn the_program_gets_the_address_as_one_argument_and_no_shell_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let program = folder.path().join("opener");
        let script = format!(
            "#!/bin/sh\nfor word in \"$@\"; do echo \"[$word]\"; done > {0}.part; mv {0}.part {0}\n",
            log.display()
        );
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let url = check("https://example.org/$(touch%20x)`id`;&|<>*?a='b'").unwrap();
        start(&[program.display().to_string(), "--tab".to_owned()], &url).unwrap();
        let mut said = String::new();
        for _ in 0..500 {
            if let Ok(text) = std::fs::read_to_string(&log) {
                said = text;
                break;
            }
            thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(said, format!("[--tab]\n[{url}]\n"));
        assert!(start(&["/nowhere/opener".to_owned()], &url).is_err());
    }

    #[test]
    fn what_is_no_web_address_starts_nothing() {
        for address in ["--help", "file:///etc/passwd", "javascript:alert(1)", "https://a@example.org", "https://x\n"] {
            let error = browse(address).unwrap_err().to_string();
            assert!(error.contains("not opened"), "{address:?}: {error}");
        }
    }
}
