use btl::model::draft::Parent;
use btl::model::*;
use btl::reader::State;
use btl::reader::*;
use btl::ui::theme::Theme;
use ratatui::{Terminal, backend::TestBackend};
use std::sync::Arc;
fn seed() -> Discussion {
    let s = std::fs::read_to_string("/work/shared/000_53eb87e6cae5ffbe.txt").unwrap();
    let end = s.find("\n\ntrump").unwrap();
    let mut w = DraftWriter::new("t");
    w.article().body = TextRef::source(0..end, Coat::Bare, Media::Plain);
    let mut at = end + 2;
    let mut rows = vec![];
    for l in s[end + 2..].lines() {
        let p = if rows.len() == 17 {
            Parent::Row(rows[15])
        } else if rows.len() == 18 {
            Parent::Row(rows[17])
        } else {
            Parent::Top
        };
        let r = w.comment(p);
        if rows.len() == 17 {
            w.guess(r, btl::model::thread::GuessKind::Quote, 0.9, "quotes 16");
        }
        w.set_body(r, TextRef::source(at..at + l.len(), Coat::Bare, Media::Plain));
        rows.push(r);
        at += l.len() + 1;
    }
    build::discussion(w.finish(s))
}
fn hn() -> Discussion {
    let v: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string("/work/shared/samples/hn/hnapi-item-mar2021.json").unwrap())
            .unwrap();
    let mut w = DraftWriter::new("hn");
    w.origin().namespace = "hn".into();
    let t = w.pooled(v["title"].as_str().unwrap(), Media::Plain);
    w.article().title = t;
    fn go(w: &mut DraftWriter, v: &serde_json::Value, p: Parent) {
        for c in v["comments"].as_array().unwrap() {
            let r = w.comment(p);
            let id = w.pooled(&c["id"].to_string(), Media::Plain);
            w.set_id(r, id);
            w.set_author(r, c["user"].as_str().unwrap_or(""));
            w.set_time(r, c["time"].as_i64().unwrap());
            let b = w.pooled(c["content"].as_str().unwrap(), Media::Html);
            w.set_body(r, b);
            go(w, c, Parent::Row(r));
        }
    }
    go(&mut w, &v, Parent::Top);
    build::discussion(w.finish(String::new()))
}
fn show(d: Discussion, w: u16, h: u16, keys: &str, now: i64) {
    let mut s = State::new("seed.txt");
    let d = Arc::new(d);
    let ix = Arc::new(Index::of(&d));
    s.update(Message::Now(now));
    s.update(Message::Resize(Size { width: w, height: h }));
    s.update(Message::Loaded { generation: 1, result: Ok(d) });
    s.update(Message::Indexed { generation: 1, index: ix, carried: None });
    for k in keys.split_whitespace() {
        let es = s.update(Message::Key(keymap::parse(k)[0]));
        for e in es {
            if let Effect::Store { ticket, .. } = e {
                s.update(Message::Stored { ticket, result: Ok(()) });
            }
        }
    }
    let mut t = Terminal::new(TestBackend::new(w, h)).unwrap();
    let th = Theme::new(true);
    t.draw(|f| btl::ui::draw(&s, &th, f)).unwrap();
    println!("--- {w}x{h} {keys}");
    let b = t.backend().buffer();
    for y in 0..h {
        let mut l = String::new();
        for x in 0..w {
            l.push_str(b[(x, y)].symbol());
        }
        println!("{}|", l);
    }
}
#[test]
fn look() {
    show(seed(), 120, 36, "1 6 G m", 1747000000);
    show(seed(), 120, 36, "1 8 G", 1747000000);
    show(hn(), 80, 24, "j j j j Space Space", 1614740000);
    show(hn(), 200, 50, "1 3 4 G m ] a", 1614740000);
    show(hn(), 80, 24, "z M", 1614740000);
    show(hn(), 80, 24, "z", 1614740000);
    show(hn(), 80, 24, "5 0 G P", 1614740000);
    show(seed(), 80, 24, "", 1614740000);
}
