//! Times: read in the forms that sources use, worded for a reader.
//!
//! A time is an `i64` of Unix seconds, everywhere in the crate. No clock is asked here: "now" comes in.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

mod said;

pub use said::said;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Digits from this size on are milliseconds. As seconds it is the year 5138; as milliseconds, March 1973.
const MILLISECONDS: f64 = 1e11;

/// Reads a time: RFC 3339 with any offset, also after a blank, the same without a zone (taken as UTC) or as a date only, RFC 2822, Unix
/// seconds or milliseconds in digits with or without a fraction ("1428.0"). Fractions of a second are cut off.
///
/// `None` for anything else, and for times that a calendar of the years −9999 to 9999 does not hold.
pub fn parse(s: &str) -> Option<i64> {
    let s = s.trim();
    // Long nonsense is refused before any parser walks it.
    if s.is_empty() || s.len() > 100 {
        return None;
    }
    parse_digits(s)
        .or_else(|| parse_rfc3339(s))
        .or_else(|| DateTimeParser::new().relaxed_weekday(true).parse_timestamp(s).ok().map(seconds))
        .or_else(|| parse_apart(s))
}

/// A zone that stands apart, as Ruby and Python programs print it: "2026-11-22 11:00:00 -0600", "… UTC".
fn parse_apart(s: &str) -> Option<i64> {
    let (time, zone) = s.rsplit_once(' ')?;
    let is_offset = zone.starts_with(['+', '-']) && zone.len() > 2;
    let zone = if matches!(zone, "UTC" | "GMT" | "Z") { "Z" } else { zone };
    (is_offset || zone == "Z").then(|| parse_rfc3339(&format!("{time}{zone}")))?
}

/// Reads a time as a reader means it: an age ("90m", "3h", "2d", "1w", "6mo", "2y", the units of [`age`]), which is
/// that long before `now`, a year, a month ("2026-01"), or a date or time that [`parse`] reads.
///
/// `None` for anything else, plain numbers that are no year included.
pub fn meant(s: &str, now: i64) -> Option<i64> {
    let s = s.trim();
    let digits = s.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = s.split_at(digits);
    let unit = match rest {
        "m" | "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        "mo" => 30 * DAY,
        "y" => 36_525 * DAY / 100,
        "" if digits == 4 => return parse(&format!("{s}-01-01")),
        "" => return None,
        _ if s.len() == 7 && digits == 4 => return parse(&format!("{s}-01")),
        _ => return parse(s),
    };
    Some(now.saturating_sub(number.parse::<i64>().ok()?.checked_mul(unit)?))
}

fn parse_digits(s: &str) -> Option<i64> {
    let digits = s.strip_prefix('-').unwrap_or(s);
    let shape = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|&b| b == b'.').count() <= 1;
    // Whole numbers go by i64, which is exact where f64 is not.
    let number: f64 = shape.then(|| s.parse().ok())??;
    let whole: i64 = s.split('.').next()?.parse().ok()?;
    let time = if number.abs() >= MILLISECONDS { whole.div_euclid(1000) } else { whole };
    Timestamp::from_second(time).is_ok().then_some(time)
}

fn parse_rfc3339(s: &str) -> Option<i64> {
    if let Ok(time) = s.parse::<Timestamp>() {
        return Some(seconds(time));
    }
    let civil = s.parse::<DateTime>().ok().or_else(|| Some(s.parse::<Date>().ok()?.to_datetime(Default::default())))?;
    Some(seconds(civil.to_zoned(TimeZone::UTC).ok()?.timestamp()))
}

/// Whole seconds, rounded down also before 1970.
fn seconds(time: Timestamp) -> i64 {
    time.as_second() - i64::from(time.subsec_nanosecond() < 0)
}

/// How long before `now` the time `then` was, in the largest unit that fits: "now" (under a minute, and the future),
/// "5m", "19h", "3d" (up to a week), "5w" (up to 60 days), "7mo" (30 days each, up to a year), "4y" (365.25 days each).
pub fn age(now: i64, then: i64) -> String {
    let ago = now.saturating_sub(then);
    let (count, unit) = match ago {
        ..MINUTE => return "now".to_owned(),
        MINUTE..HOUR => (ago / MINUTE, "m"),
        HOUR..DAY => (ago / HOUR, "h"),
        DAY.. => match ago / DAY {
            days @ ..7 => (days, "d"),
            days @ 7..60 => (days / 7, "w"),
            days @ 60..365 => (days / 30, "mo"),
            days => ((days.saturating_mul(100) / 36_525).max(1), "y"),
        },
    };
    format!("{count}{unit}")
}

/// ISO 8601 in UTC for JSON: "2026-11-22T11:00:00Z". A time that no calendar of four-digit years holds is written as
/// its seconds, which [`parse`] reads no more.
pub fn date(then: i64) -> String {
    match civil(then) {
        Some(t) if t.year() >= 0 => format!("{}Z", t.strftime("%Y-%m-%dT%H:%M:%S")),
        _ => then.to_string(),
    }
}

/// Readable, in UTC: "22 Nov 2026 11:00 UTC". Out-of-range times as in [`date`].
pub fn exact(then: i64) -> String {
    match civil(then) {
        Some(t) => t.strftime("%-d %b %Y %H:%M UTC").to_string(),
        None => then.to_string(),
    }
}

fn civil(then: i64) -> Option<DateTime> {
    Some(TimeZone::UTC.to_datetime(Timestamp::from_second(then).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_a_reader_means() {
        let now = 1_795_345_200;
        for (text, time) in [
            ("2d", Some(now - 2 * DAY)),
            (" 90m ", Some(now - 90 * MINUTE)),
            ("1w", Some(now - 7 * DAY)),
            ("6mo", Some(now - 180 * DAY)),
            ("2026-11-22", Some(1_795_305_600)),
            ("2026-11", Some(1_793_491_200)),
            ("2026", Some(1_767_225_600)),
            ("99999999999999999999d", None),
            ("9999999999999999d", None),
            ("12", None),
            ("d", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(meant(text, now), time, "{text}");
        }
    }

    #[test]
    fn reads_every_form() {
        let noon = Some(1_795_345_200);
        for (text, time) in [
            ("2026-11-22T11:00:00Z", noon),
            ("2026-11-22T11:00:00.999Z", noon),
            ("2026-11-22T12:00:00+01:00", noon),
            ("2026-11-22T05:30:00-05:30", noon),
            ("2026-11-22 11:00:00+00:00", noon),
            ("2026-11-22 06:00:00 -0500", noon),
            ("2026-11-22 11:00:00.000000000 Z", noon),
            ("2026-11-22 11:00:00 UTC", noon),
            ("2026-11-22 11:00:00 later", None),
            ("2026-11-22T11:00:00", noon),
            ("2026-11-22T11:00", noon),
            ("2026-11-22 11:00:00", noon),
            ("2026-11-22", Some(1_795_305_600)),
            ("Sun, 22 Nov 2026 11:00:00 GMT", noon),
            ("Sun, 22 Nov 2026 06:00:00 -0500", noon),
            ("22 Nov 2026 11:00 +0000", noon),
            ("Mon, 22 Nov 2026 11:00:00 GMT", noon),
            (" 1795345200 ", noon),
            ("1795345200000", noon),
            ("1795345200.75", noon),
            ("1428.0", Some(1428)),
            ("0", Some(0)),
            ("-1", Some(-1)),
            ("1969-12-31T23:59:59.5Z", Some(-1)),
            ("", None),
            ("yesterday", None),
            ("1.2.3", None),
            ("2026-13-01", None),
            ("99999999999999999999", None),
            ("NaN", None),
            ("inf", None),
            ("1e9", None),
            (".5", None),
        ] {
            assert_eq!(parse(text), time, "{text}");
        }
    }

    #[test]
    fn words_ages() {
        for (ago, words) in [
            (-5, "now"),
            (0, "now"),
            (59, "now"),
            (60, "1m"),
            (3599, "59m"),
            (3600, "1h"),
            (19 * HOUR, "19h"),
            (DAY, "1d"),
            (7 * DAY - 1, "6d"),
            (7 * DAY, "1w"),
            (35 * DAY, "5w"),
            (60 * DAY, "2mo"),
            (215 * DAY, "7mo"),
            (364 * DAY, "12mo"),
            (365 * DAY, "1y"),
            (4 * 366 * DAY, "4y"),
        ] {
            assert_eq!(age(1_795_345_200, 1_795_345_200 - ago), words, "{ago}");
        }
    }

    #[test]
    fn writes_dates() {
        assert_eq!(date(1_795_345_200), "2026-11-22T11:00:00Z");
        assert_eq!(exact(1_795_345_200), "22 Nov 2026 11:00 UTC");
        assert_eq!(exact(0), "1 Jan 1970 00:00 UTC");
        assert_eq!(date(i64::MAX), i64::MAX.to_string());
        assert_eq!(exact(i64::MIN), i64::MIN.to_string());
    }

    proptest! {
        #[test]
        fn is_total(now: i64, then: i64, text in "\\PC{0,40}", digits in "-?[0-9]{1,25}(\\.[0-9]{0,3})?") {
            prop_assert!(!age(now, then).is_empty());
            prop_assert!(!date(then).is_empty() && !exact(then).is_empty());
            parse(&text);
            parse(&digits);
        }

        #[test]
        fn reads_what_it_writes(then in 0i64..253_402_300_800) {
            prop_assert_eq!(parse(&date(then)), Some(then));
            prop_assert_eq!(parse(&exact(then).replace("UTC", "+0000")), Some(then - then % 60));
        }
    }
}
