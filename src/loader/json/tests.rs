//! Damage keeps what was whole.

use super::*;

fn events(source: &str) -> String {
    let mut scanner = Scanner::new(source);
    let mut out = String::new();
    loop {
        match scanner.next() {
            Event::Open { key, object } => out.push_str(&format!("{key}{}", if object { '{' } else { '[' })),
            Event::Close => out.push(')'),
            Event::Value { key, value } => {
                out.push_str(&format!("{key}={} ", value.string().unwrap_or(Cow::Borrowed("-"))))
            }
            Event::End => break,
        }
    }
    if let Some(damage) = scanner.damage() {
        out.push_str(&format!("{:?}@{}", damage.kind, damage.at));
    }
    out
}

#[test]
fn whole_documents_and_rows_of_them() {
    assert_eq!(events(r#"{"a":[1,{}],"b":"x\ny","c":[]}"#), "{a[=1 {))b=x\ny c[))");
    assert_eq!(events("{\"a\":1}\n{\"a\":2}\n"), "{a=1 ){a=2 )");
    assert_eq!(events("{\"a\":1}\nnull\n{\"a\":2}\nnull"), "{a=1 )=- {a=2 )=- ");
    assert_eq!(events("  "), "");
}

#[test]
fn damage_closes_what_is_open_and_says_where() {
    assert_eq!(events(r#"{"a":["xy","#), "{a[=xy ))Cut@11");
    assert_eq!(events(r#"{"a":"x\u00e"#), "{a=x )Cut@12");
    assert_eq!(events(r#"{"a":12"#), "{)Cut@7");
    assert_eq!(events(r#"{"a":1} tail"#), "{a=1 )Junk@8");
    assert_eq!(events(r#"{"a":1,}"#), "{a=1 )Broken@7");
    assert!(events(&"[".repeat(100_000)).ends_with("Cut@100000"));
}

#[test]
fn a_container_is_taken_whole() {
    for (source, inner) in
        [(r#"{"x": {"a":[{}]} ,"b":1}"#, r#"{"a":[{}]}"#), (r#"{"x":{ }}"#, "{ }"), (r#"{"x":[ [1]]}"#, "[ [1]]")]
    {
        let mut scanner = Scanner::new(source);
        scanner.next();
        assert!(matches!(scanner.next(), Event::Open { .. }));
        let taken = scanner.take().unwrap();
        let texts = crate::model::Texts::new(source.to_owned(), String::new());
        assert_eq!(texts.open(taken).raw().expose(), inner);
    }
}

#[test]
fn mends_keep_the_length() {
    let broken = "{\"a\":\"x\ny\\ud83d \\q\",\"b\":[1,2,],}    \0\0";
    let mended = repair(broken).unwrap();
    assert_eq!(mended.len(), broken.len());
    assert_eq!(events(&mended), "{a=x y\u{fffd} /q b[=1 =2 ))");
    assert_eq!(repair(r#"{"a":"\ud83d\ude00"}"#), None);
}
