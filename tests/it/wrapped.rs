//! Inputs of several files, and what is packed or saved around them.

use std::io::Write as _;
use std::path::PathBuf;

use btl::export::{self, print};
use btl::loader::{Input, Options, parse, read, read_all};
use btl::model::Discussion;

const STORY: &str = r#"{"id":1,"kids":[2,3],"time":1700000001,"type":"story","by":"ann","title":"A bridge"}"#;
const FIRST: &str = r#"{"id":2,"kids":[4],"time":1700000002,"type":"comment","by":"bob","parent":1,"text":"first"}"#;
const OTHER: &str = r#"{"id":3,"time":1700000003,"type":"comment","by":"cat","parent":1,"text":"other"}"#;
const THIRD: &str = r#"{"id":4,"time":1700000004,"type":"comment","by":"dan","parent":2,"text":"third"}"#;

fn outline(discussion: &Discussion) -> String {
    let text = print(discussion, "outline", &export::Options::default()).unwrap();
    // The signs in brackets say what is tested elsewhere.
    text.lines().map(|line| line.split_once(" [").map_or(line, |(front, _)| front).to_owned() + "\n").collect()
}

fn threaded(discussion: &Discussion) {
    let thread = discussion.thread();
    let rows: Vec<String> = thread
        .ids()
        .map(|id| format!("{}{}", " ".repeat(thread.depth(id) as usize), discussion.source_id(id).unwrap()))
        .collect();
    assert_eq!(rows, ["2", " 4", "3"], "{}", outline(discussion));
    assert_eq!(discussion.title().as_str(), "A bridge");
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn paths(folder: &tempfile::TempDir, names: &[&str]) -> Input {
    Input::Paths(names.iter().map(|name| folder.path().join(name)).collect::<Vec<PathBuf>>())
}

#[test]
fn files_and_folders_are_read_as_one() {
    let comments = format!("[{FIRST},{OTHER},{THIRD}]");
    let files: [(&str, &[u8]); 2] = [("story.json", STORY.as_bytes()), ("replies.json", comments.as_bytes())];
    let two = folder(&files);
    for names in [["story.json", "replies.json"], ["replies.json", "story.json"]] {
        threaded(&read(paths(&two, &names), &Options::default()).unwrap());
    }
    let each = folder(&[
        ("1.json", STORY.as_bytes()),
        ("10.json", OTHER.as_bytes()),
        ("2.json", FIRST.as_bytes()),
        ("sub/4.json", THIRD.as_bytes()),
        (".hidden", b"{"),
        ("README", b"Some words about the files.\n"),
        ("picture", b"\x89PNG\r\n\x1a\n\0\0\0\x01\x02\x03\x04\x05\x06\x07"),
    ]);
    let all = read_all(Input::Path(each.path().to_owned()), &Options::default()).unwrap();
    assert_eq!(all.len(), 1);
    threaded(&all[0]);
    let notes: Vec<&str> = all[0].origin().notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["2 files are not read: picture, README"]);
    let empty = tempfile::tempdir().unwrap();
    assert!(read(Input::Path(empty.path().to_owned()), &Options::default()).is_err());
}

fn native(site: &str, title: &str, items: &str) -> String {
    let article = if title.is_empty() { "{}".to_owned() } else { format!(r#"{{"name":"{title}"}}"#) };
    format!(
        r#"{{"type":"Discussion","btl":1,"source":{{"format":"native","namespace":"club","site":{site}}},"article":{article},"items":[{items}]}}"#
    )
}

#[test]
fn pages_are_merged_by_id_and_other_discussions_stay_apart() {
    let one = native(r#""club:1""#, "Evening", r#"{"id":"a","content":"one"},{"id":"b","inReplyTo":"a"}"#);
    let two = native(
        r#""club:1""#,
        "Evening",
        r#"{"id":"b","inReplyTo":"a","content":"two"},{"id":"c","inReplyTo":"b","content":"three"}"#,
    );
    let other = native(r#""club:2""#, "Morning", r#"{"id":"x","content":"four"}"#);
    let alone = native("null", "", r#"{"id":"d","inReplyTo":"c","content":"five"}"#);
    let files = folder(&[
        ("1", one.as_bytes()),
        ("2", two.as_bytes()),
        ("3", other.as_bytes()),
        ("4", alone.as_bytes()),
        ("5", one.as_bytes()),
    ]);
    let all = read_all(Input::Path(files.path().to_owned()), &Options::default()).unwrap();
    let shown: Vec<String> = all.iter().map(outline).collect();
    assert_eq!(shown.len(), 2, "{shown:?}");
    let thread = all[0].thread();
    let rows: Vec<(String, u32)> =
        thread.ids().map(|id| (all[0].body(id).text.as_str().trim().to_owned(), thread.depth(id))).collect();
    let expected = [("one", 0), ("two", 1), ("three", 2), ("five", 3)];
    assert_eq!(rows, expected.map(|(text, depth)| (text.to_owned(), depth)));
    assert!(shown[1].starts_with("# Morning") && all[0].origin().notes.is_empty());
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, text) in files {
        let file = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(text.as_bytes()).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

#[test]
fn a_zip_of_files_is_read() {
    let files = [("x/1.json", STORY), ("x/3.json", OTHER), ("x/2.json", FIRST), ("x/4.json", THIRD)];
    threaded(&parse(zip(&files), &Options::default()).unwrap());
    let inner = format!("[{STORY},{FIRST},{OTHER},{THIRD}]");
    threaded(&parse(zip(&[("all.json", &inner), ("__MACOSX/._all.json", "xx")]), &Options::default()).unwrap());
    let mut cut = zip(&files);
    cut.truncate(cut.len() / 2);
    assert!(parse(cut, &Options::default()).unwrap_err().to_string().contains("damaged"));
    let bomb = zip(&[("a", &"a".repeat(9 << 20))]);
    assert!(parse(bomb, &Options::default()).unwrap_err().to_string().contains("hundred times"));
    let few = Options { max_bytes: Some(300), ..Options::default() };
    let some = parse(zip(&files), &few).unwrap();
    assert!(!some.origin().complete && some.origin().notes[0].text.as_str().contains("larger"));
}

/// Answers of a server as (address, kind, body).
fn answers() -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("https://example.org/app.js", "application/javascript", "var a = {};".to_owned()),
        ("https://example.org/count", "application/json", "{\"ok\":true}".to_owned()),
        ("https://example.org/item/1", "application/json; charset=utf-8", STORY.to_owned()),
        ("https://example.org/shell", "text/plain", "Loading".to_owned()),
        ("https://example.org/comments", "application/json", format!("[{FIRST},{OTHER},{THIRD}]")),
    ]
}

#[test]
fn a_web_archive_gives_the_discussion_in_it() {
    let mut records = vec![b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nab\r\n\r\n".to_vec()];
    for (at, (url, kind, body)) in answers().into_iter().enumerate() {
        let (coding, body) = if at % 2 == 0 {
            ("Transfer-Encoding: chunked\r\n", format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len()))
        } else {
            ("", body)
        };
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}\r\n{body}");
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        records.push(format!("{head}{http}\r\n\r\n").into_bytes());
    }
    threaded(&parse(records.concat(), &Options::default()).unwrap());
    let gzip = |bytes: &Vec<u8>| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let packed: Vec<u8> = records.iter().flat_map(gzip).collect();
    threaded(&parse(packed, &Options::default()).unwrap());
    let whole = records.concat();
    for end in 0..whole.len() {
        let _ = parse(whole[..end].to_vec(), &Options::default());
    }
}

#[test]
fn a_har_gives_the_discussion_in_it() {
    let entry = |(url, kind, body): (&str, &str, String)| {
        let text = serde_json::to_string(&body).unwrap();
        format!(
            r#"{{"request":{{"method":"GET","url":"{url}"}},"response":{{"status":200,"content":{{"mimeType":"{kind}","text":{text}}}}}}}"#
        )
    };
    let entries: Vec<String> = answers().into_iter().map(entry).collect();
    let har = format!(r#"{{"log":{{"version":"1.2","creator":{{"name":"x"}},"entries":[{}]}}}}"#, entries.join(","));
    let discussion = parse(har.clone().into_bytes(), &Options::default()).unwrap();
    threaded(&discussion);
    assert!(discussion.origin().notes.is_empty(), "{:?}", discussion.origin().notes);
    for end in 0..har.len() {
        let _ = parse(har.as_bytes()[..end].to_vec(), &Options::default());
    }
    let none = r#"{"log":{"creator":{},"entries":[{"response":{"status":200,"content":{"size":3}}}]}}"#;
    assert!(parse(none.into(), &Options::default()).unwrap_err().to_string().contains("with content"));
}

#[test]
fn a_saved_page_is_the_page() {
    let page = "<!DOCTYPE html><html><head><title>A bridge</title></head><body><article><h1>A bridge</h1>\
                <p>It is old =E2=80=94 older than the town, they say.</p></article></body></html>";
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/bridge\r\nSubject: A bridge\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"xx\"\r\n\r\n\r\n--xx\r\n\
         Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Location: https://example.org/bridge\r\n\r\n{page}\r\n--xx\r\nContent-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--xx--\r\n"
    );
    let discussion = parse(mhtml.clone().into_bytes(), &Options::default()).unwrap();
    assert_eq!(discussion.page_url().unwrap().as_str(), "https://example.org/bridge");
    let text = print(&discussion, "text", &export::Options::default()).unwrap();
    assert!(text.contains("—") && !text.contains("iVBOR"), "{text}");
    for end in 0..mhtml.len() {
        let _ = parse(mhtml.as_bytes()[..end].to_vec(), &Options::default());
    }
}

#[test]
fn a_folder_of_messages_is_a_mailbox_and_one_of_yaml_a_list() {
    let mail = |id: &str, answers: &str, text: &str| {
        let answers = if answers.is_empty() { String::new() } else { format!("In-Reply-To: <{answers}>\n") };
        format!(
            "From: {id} <{id}@example.org>\nMessage-ID: <{id}@x>\n{answers}Subject: Bridges\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\n{text}\n"
        )
    };
    let (ann, bob) = (mail("ann", "", "One is old.\n\nFrom here you see it."), mail("bob", "ann@x", "Both are."));
    let box_of = folder(&[
        ("cur/2:2,S", bob.as_bytes()),
        ("new/10", ann.as_bytes()),
        ("tmp/3", b"From: nobody <n@example.org>\nSubject: not yet\n\nhalf"),
        ("cur/4", mail("cat", "", "Another thread.").replace("Bridges", "Ferries").as_bytes()),
    ]);
    let all = read_all(Input::Path(box_of.path().to_owned()), &Options::default()).unwrap();
    assert_eq!(all.len(), 2);
    let bridges = all.iter().find(|one| one.title().as_str() == "Bridges").unwrap();
    assert_eq!(bridges.thread().comments(), 1);
    let article = bridges.article_body();
    assert!(article.text.as_str().contains("From here") && !article.text.as_str().contains(">From"));
    let yaml = folder(&[
        ("a.yml", b"id: c1\nname: ann\ndate: 2026-01-05T10:00:00Z\nmessage: one\n"),
        ("b.yml", b"replying_to: '1'\nid: c2\nname: bob\ndate: 2026-01-05T11:00:00Z\nmessage: two\n"),
    ]);
    let all = read_all(Input::Path(yaml.path().to_owned()), &Options::default()).unwrap();
    let depths: Vec<u32> = all[0].thread().ids().map(|id| all[0].thread().depth(id)).collect();
    assert_eq!((all.len(), depths), (1, vec![0, 1]));
}
