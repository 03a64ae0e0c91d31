//! Habits of the hand that typed a line: two paragraphs of one comment share them.

/// How a line is typed. Each is none where the line does not show it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hand {
    /// Curly apostrophes and quotation marks, not straight ones.
    pub curly: Option<bool>,
    /// Two blanks after a full stop, not one.
    pub wide: Option<bool>,
    /// Sentences, or "I", in lower case.
    pub small: Option<bool>,
    /// Blanks before commas, full stops, question marks.
    pub loose: Option<bool>,
    /// `dont` and `im`, without the apostrophe.
    pub plain: Option<bool>,
    /// No full stop, nor any other mark, at the end.
    pub bare: bool,
}

impl Hand {
    /// The habits that a line shows.
    pub fn of(text: &str) -> Self {
        let straight = text.contains(['\'', '"']);
        let curly = text.contains(['’', '“', '”', '‘']);
        let (mut wide, mut narrow, mut small, mut large, mut loose, mut tight) = (0, 0, 0, 0, 0, 0);
        let chars: Vec<char> = text.chars().take(600).collect();
        for at in 0..chars.len() {
            let get = |by: usize| chars.get(at + by).copied().unwrap_or('\n');
            if matches!(get(0), '.' | '!' | '?') && get(1) == ' ' {
                let two = get(2) == ' ';
                wide += usize::from(two);
                narrow += usize::from(!two && get(2) != '\n');
                let next = get(if two { 3 } else { 2 });
                small += usize::from(next.is_lowercase());
                large += usize::from(next.is_uppercase());
            }
            if matches!(get(0), ',' | '?' | '!') || get(0) == '.' && matches!(get(1), ' ' | '\n') {
                let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied().unwrap_or('x');
                loose += usize::from(before == ' ');
                tight += usize::from(before.is_alphanumeric());
            }
        }
        let alone = |word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
        small += usize::from(alone("i"));
        large += usize::from(alone("I"));
        let choose = |yes: usize, no: usize| (yes + no > 0).then_some(yes > no);
        Self {
            curly: (straight != curly).then_some(curly),
            wide: choose(wide, narrow),
            small: choose(small, large),
            loose: choose(loose * 2, tight),
            plain: plain(text),
            bare: !text.trim_end().ends_with(['.', '!', '?', '…', '。']),
        }
    }
}

/// Whether short forms are written without their apostrophes.
fn plain(text: &str) -> Option<bool> {
    const FORMS: [&str; 10] = ["dont", "cant", "wont", "im", "ive", "didnt", "doesnt", "isnt", "thats", "youre"];
    const ENDS: [&str; 7] = ["t", "s", "re", "ve", "m", "ll", "d"];
    let is_form =
        |word: &str| (2..=6).contains(&word.len()) && FORMS.iter().any(|form| word.eq_ignore_ascii_case(form));
    let without = text.split(' ').filter(|word| is_form(word.trim_end_matches([',', '.']))).count();
    let ends = text.split(['\'', '’']).skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    let with = ends.filter(|end| ENDS.contains(end)).count();
    (without + with > 0).then_some(without > with)
}
