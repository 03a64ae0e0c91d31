//! Times as pages show them to their readers: "March 3, 2024 at 9:41 AM", "3 Mar 2024 09:41".

use jiff::civil::Time;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

use super::{parse, seconds};

/// Dates, without what [`plain`] takes out. The day stands first where the month is a word; of two
/// numbers the first is the month, as on most pages with slashes, unless that cannot be.
const DATES: [&str; 8] =
    ["%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%m/%d/%Y", "%m/%d/%y", "%d/%m/%Y", "%d.%m.%Y"];
/// Nobody commented earlier than in this year.
const FIRST: i16 = 1970;
/// What may follow.
const TIMES: [&str; 5] = ["", " %I:%M %p", " %I:%M:%S %p", " %H:%M", " %H:%M:%S"];

/// Reads a time in words, as if it were in UTC: pages do not say their zone. In English, and in
/// numbers everywhere; `None` for anything else, ages ("3 hours ago") included.
pub fn said(words: &str) -> Option<i64> {
    if words.len() > 100 {
        return None;
    }
    let plain = plain(words);
    let forms = DATES.iter().flat_map(|date| TIMES.iter().map(move |time| format!("{date}{time}")));
    forms.into_iter().find_map(|form| read(&form, &plain)).or_else(|| parse(words))
}

fn read(form: &str, words: &str) -> Option<i64> {
    let found = BrokenDownTime::parse(form, words).ok()?;
    // "%Y" reads the year 12, too.
    let day = found.to_date().ok().filter(|day| day.year() >= FIRST)?;
    let time = found.to_time().unwrap_or(Time::midnight());
    Some(seconds(day.to_datetime(time).to_zoned(TimeZone::UTC).ok()?.timestamp()))
}

/// The words without signs, weekdays, "at" and the endings of ordinals; "9:41pm" in two words.
fn plain(words: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')')) {
        let lower = word.to_lowercase();
        let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = lower.split_at(digits);
        match lower.as_str() {
            "" | "at" | "on" | "-" | "–" | "@" | "the" | "of" => {}
            day if ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|name| day.starts_with(name)) => {}
            _ if digits > 0 && matches!(rest, "st" | "nd" | "rd" | "th") => out.push(number.to_owned()),
            _ if digits > 0 && rest.len() > 2 && (rest.ends_with("am") || rest.ends_with("pm")) => {
                let (time, half) = lower.split_at(lower.len() - 2);
                out.extend([time.to_owned(), half.to_owned()]);
            }
            "a.m." | "p.m." => out.push(lower.replace('.', "")),
            word => out.push(word.trim_end_matches('.').to_owned()),
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_pages_are_read() {
        for (words, time) in [
            ("March 3, 2024 at 9:41 am", "2024-03-03 09:41"),
            ("Monday, October 29th, 2012 at 12:06 PM", "2012-10-29 12:06"),
            ("Oct 5, 2012 10:58pm", "2012-10-05 22:58"),
            ("3 March 2024", "2024-03-03 00:00"),
            ("3. March 2024 17:05", "2024-03-03 17:05"),
            ("10/2/12 2:05 PM", "2012-10-02 14:05"),
            ("10/23/2012", "2012-10-23 00:00"),
            ("23/10/2012", "2012-10-23 00:00"),
            ("23.10.2012 08:15", "2012-10-23 08:15"),
            ("2012-10-23 08:15", "2012-10-23 08:15"),
        ] {
            assert_eq!(said(words), Some(parse(time).unwrap()), "{words}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for words in ["3 hours ago", "yesterday", "March", "at 9:41", "31/31/2012", "", "version 1.2.3"] {
            assert_eq!(said(words), None, "{words}");
        }
    }
}
