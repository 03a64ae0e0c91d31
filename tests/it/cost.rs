//! What a key costs, counted and not timed: the same in a thread of five hundred comments and
//! in one of twenty thousand.

use crate::support::{Play, open};

/// A thread of a shape that grows evenly: branches of twelve.
fn thread(comments: usize) -> String {
    let comment = |at: usize| {
        let words = "some words of a comment that has a few lines on most screens, ".repeat(1 + at % 5);
        format!(
            "{}author{}: number {at}: {words}\n",
            "  ".repeat([0, 1, 2, 2, 1, 2, 3, 3, 1, 1, 2, 3][at % 12]),
            at % 97
        )
    };
    std::iter::once("# A thread\n".to_owned()).chain((0..comments).map(comment)).collect()
}

const SMALL: usize = 480;
/// Both halves are at the same place in the shape, which repeats after sixty comments.
const LARGE: usize = 20_040;

/// In the middle, where nothing is near an end. `way`: keys that choose how it is shown.
fn reader(comments: usize, way: &str) -> Play {
    let mut play = open(&thread(comments), 120, 40);
    play.keys(way);
    play.keys(&format!("\"{}\" G z t", comments / 2));
    play.text();
    play
}

/// Full text; the index; the index with exchanges at one level.
const WAYS: [&str; 3] = ["", "i", "i : \"flatten-exchanges\" Enter"];

const KEYS: [&str; 16] = ["]_u", "[_u", "n", "r", "^e", "^f", "j", "J", "p", "}", "{", "z_c", "z_o", "m", "Space", "b"];

/// Types a key and paints, as the program does.
fn step(play: &mut Play, key: &str) {
    play.keys(&key.replace('_', " "));
    play.text();
}

#[test]
fn a_key_wraps_a_few_comments_in_a_thread_of_any_size() {
    let counts = |comments, way| {
        let mut play = reader(comments, way);
        let count = |key: &&str| {
            let before = play.state.sight.wrapped();
            step(&mut play, key);
            play.state.sight.wrapped() - before
        };
        KEYS.iter().map(count).collect::<Vec<_>>()
    };
    for way in WAYS {
        let (small, large) = (counts(SMALL, way), counts(LARGE, way));
        assert_eq!(small, large, "{way} {KEYS:?}");
        assert!(large.iter().all(|wrapped| *wrapped <= 80), "{way} {large:?}");
    }
}

#[test]
fn a_key_allocates_the_same_in_a_thread_of_any_size() {
    let counts = |comments, way| {
        let mut play = reader(comments, way);
        let count = |key: &&str| {
            let info = allocation_counter::measure(|| step(&mut play, key));
            (info.count_total, info.bytes_total)
        };
        KEYS.iter().map(count).collect::<Vec<_>>()
    };
    for way in WAYS {
        for ((key, small), large) in KEYS.iter().zip(counts(SMALL, way)).zip(counts(LARGE, way)) {
            // Numbers of more digits and hash tables of other sizes: not more than a fifth.
            assert!(large.0 <= small.0 + small.0 / 5 + 20, "{way} {key}: {small:?} and {large:?}");
            assert!(large.1 <= small.1 + small.1 / 2 + 8192, "{way} {key}: {small:?} and {large:?}");
        }
    }
}

#[test]
fn a_key_costs_the_same_with_an_author_and_a_phrase_muted() {
    let counts = |comments| {
        let mut play = reader(comments, "");
        for words in ["mute author5", "mute \"number 77\""] {
            play.keys(":");
            play.send(btl::reader::Message::Paste(words.to_owned()));
            play.keys("Enter");
        }
        play.keys("z t");
        play.text();
        let count = |key: &&str| {
            let before = play.state.sight.wrapped();
            let info = allocation_counter::measure(|| step(&mut play, key));
            (play.state.sight.wrapped() - before, info.count_total)
        };
        KEYS.iter().map(count).collect::<Vec<_>>()
    };
    for ((key, small), large) in KEYS.iter().zip(counts(SMALL)).zip(counts(LARGE)) {
        assert!(large.0 <= small.0 + 3, "{key}: {small:?} and {large:?}");
        assert!(large.1 <= small.1 + small.1 / 4 + 50, "{key}: {small:?} and {large:?}");
    }
}
