//! Time in words. Times are seconds since 1970 UTC; the clock is not read here.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A time as sources write it: RFC 3339 with any offset (none is UTC), a date, RFC 2822,
/// seconds or milliseconds since 1970 as digits.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    if let Ok(number) = text.parse::<f64>() {
        return from_number(number);
    }
    let zoned = text.parse::<Timestamp>().map(Timestamp::as_second).ok();
    let civil = || text.parse::<DateTime>().ok().and_then(utc);
    let date = || text.parse::<Date>().ok().and_then(|date| utc(date.to_datetime(jiff::civil::Time::midnight())));
    let mail = || rfc2822::parse(text).ok().map(|time| time.timestamp().as_second());
    zoned.or_else(civil).or_else(date).or_else(mail)
}

/// Seconds, or milliseconds where the number is too large for seconds of this age.
#[must_use]
pub fn from_number(number: f64) -> Option<i64> {
    let seconds = if number.abs() >= 1e11 { number / 1000.0 } else { number };
    // Years 1 to 9999, where dates can be written.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the range")]
    (seconds.is_finite() && (-6e10..2.5e11).contains(&seconds)).then_some(seconds.floor() as i64)
}

fn utc(time: DateTime) -> Option<i64> {
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_second())
}

/// How long ago: `now`, `5m`, `19h`, `3d`, `5w`, `7mo`, `4y`. The future is now.
#[must_use]
pub fn age(now: i64, then: i64) -> String {
    let past = now.saturating_sub(then);
    match past {
        ..MINUTE => "now".to_owned(),
        ..HOUR => format!("{}m", past / MINUTE),
        ..DAY => format!("{}h", past / HOUR),
        _ if past < 14 * DAY => format!("{}d", past / DAY),
        _ if past < 60 * DAY => format!("{}w", past / (7 * DAY)),
        _ if past < 730 * DAY => format!("{}mo", past / (30 * DAY)),
        _ => format!("{}y", past / (365 * DAY)),
    }
}

/// ISO 8601 in UTC: `2026-11-22T11:00:00Z`. Times that no calendar holds give an empty text.
#[must_use]
pub fn date(then: i64) -> String {
    Timestamp::from_second(then).map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

/// For people: `22 Nov 2026 11:00 UTC`.
#[must_use]
pub fn exact(then: i64) -> String {
    Timestamp::from_second(then)
        .map(|time| time.strftime("%-d %b %Y %H:%M UTC").to_string())
        .unwrap_or_else(|_| "at no date".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_that_sources_use_are_read() {
        for (text, seconds) in [
            ("2026-11-22T11:00:00Z", 1_795_345_200),
            ("2026-11-22T06:00:00-05:00", 1_795_345_200),
            ("2026-11-22T11:00:00.123", 1_795_345_200),
            ("2026-11-22", 1_795_305_600),
            ("Sun, 22 Nov 2026 11:00:00 +0000", 1_795_345_200),
            ("1795345200", 1_795_345_200),
            ("1795345200.0", 1_795_345_200),
            ("1795345200123", 1_795_345_200),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
        assert_eq!(parse("2 weeks ago"), None);
        assert_eq!(parse("NaN"), None);
    }

    #[test]
    fn ages_are_short() {
        let now = 1_795_345_200;
        for (ago, words) in [
            (5, "now"),
            (-500, "now"),
            (19 * HOUR, "19h"),
            (3 * DAY, "3d"),
            (35 * DAY, "5w"),
            (213 * DAY, "7mo"),
            (1500 * DAY, "4y"),
        ] {
            assert_eq!(age(now, now - ago), words);
        }
        assert_eq!(exact(now), "22 Nov 2026 11:00 UTC");
        assert_eq!(parse(&date(now)), Some(now));
    }

    proptest! {
        #[test]
        fn nothing_panics(now in any::<i64>(), then in any::<i64>(), text in "\\PC{0,30}") {
            let _ = (age(now, then), date(then), exact(then), parse(&text));
        }
    }
}
