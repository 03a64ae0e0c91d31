//! A discussion has one name, and its comments have one, whether they come from a saved page
//! or from what the site gives to programs.

use btl::loader::{Options, parse};
use btl::model::Discussion;

fn read(text: &str) -> Discussion {
    parse(text.as_bytes().to_vec(), &Options::default()).unwrap()
}

/// The names that marks hang on: of the discussion, of the comments' ids, and the ids.
fn names(discussion: &Discussion) -> (Option<String>, String, Vec<String>) {
    let origin = discussion.origin();
    let ids = discussion.thread().ids().filter_map(|id| Some(discussion.source_id(id)?.to_string()));
    (origin.site.as_deref().map(str::to_owned), origin.namespace.to_string(), ids.collect())
}

fn same(page: &str, data: &str, site: &str) {
    let (page, data) = (read(page), read(data));
    assert_eq!(&*page.origin().format, "html");
    assert_ne!(&*data.origin().format, "html");
    assert!(page.thread().comments() > 1, "{site}");
    assert_eq!(names(&page), names(&data), "{site}");
    assert_eq!(page.origin().site.as_deref(), Some(site));
    assert_eq!(page.source_id_of_article(), data.source_id_of_article(), "{site}");
}

/// The source's id of the article.
trait ArticleId {
    fn source_id_of_article(&self) -> String;
}

impl ArticleId for Discussion {
    fn source_id_of_article(&self) -> String {
        self.texts().line(self.article().id()).to_string()
    }
}

#[test]
fn hacker_news() {
    same(
        r#"<html><head><title>Sensors</title></head><body><table class="fatitem"><tr class="athing submission" id="900"><td class="title">
           <span class="titleline"><a href="https://garden.example/s">Sensors</a></span></td></tr></table><table class="comment-tree">
           <tr class="athing comtr" id="901"><td><table><tr><td class="ind" indent="0"></td><td><a class="hnuser">ann</a>
           <div class="commtext">Nice.</div></td></tr></table></td></tr>
           <tr class="athing comtr" id="902"><td><table><tr><td class="ind" indent="1"></td><td><a class="hnuser">bo</a>
           <div class="commtext">Yes.</div></td></tr></table></td></tr></table></body></html>"#,
        r#"{"id":900,"created_at_i":1714543200,"type":"story","title":"Sensors","url":"https://garden.example/s","author":"lind","children":[
           {"id":901,"parent_id":900,"author":"ann","text":"Nice.","created_at_i":1714543300,"type":"comment","children":[
           {"id":902,"parent_id":901,"author":"bo","text":"Yes.","created_at_i":1714543400,"type":"comment","children":[]}]}]}"#,
        "hn:900",
    );
}

const REDDIT: &str = r#"[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"q1","name":"t3_q1","title":"Song","author":"wren",
    "permalink":"/r/birds/comments/q1/song/","num_comments":2,"is_self":true,"selftext":"At night.","created_utc":1.0}}]}},
    {"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"x1","name":"t1_x1","parent_id":"t3_q1","link_id":"t3_q1","author":"crake",
    "body":"Loud.","created_utc":2.0,"replies":{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"x2","name":"t1_x2",
    "parent_id":"t1_x1","link_id":"t3_q1","author":"wren","body":"Very.","created_utc":3.0,"replies":""}}]}}}}]}}]"#;

#[test]
fn reddit_as_it_was() {
    same(
        r#"<html><body><div id="siteTable"><div class="thing link" data-fullname="t3_q1" data-author="wren"><a class="title">Song</a></div></div>
           <div class="commentarea"><div class="thing comment" data-fullname="t1_x1" data-author="crake"><div class="entry">
           <div class="usertext-body"><div class="md"><p>Loud.</p></div></div></div><div class="child">
           <div class="thing comment" data-fullname="t1_x2" data-author="wren"><div class="entry"><div class="usertext-body">
           <div class="md"><p>Very.</p></div></div></div></div></div></div></div></body></html>"#,
        REDDIT,
        "reddit:q1",
    );
}

#[test]
fn reddit_as_it_is() {
    same(
        r#"<html><body><shreddit-post id="t3_q1" post-title="Song" author="wren"></shreddit-post>
           <shreddit-comment thingid="t1_x1" author="crake"><div slot="comment"><p>Loud.</p></div>
           <shreddit-comment thingid="t1_x2" parentid="t1_x1" author="wren"><div slot="comment"><p>Very.</p></div></shreddit-comment>
           </shreddit-comment></body></html>"#,
        REDDIT,
        "reddit:q1",
    );
}

#[test]
fn lobsters() {
    same(
        r#"<html><head><link rel="canonical" href="https://lobste.rs/s/ab12cd/letters"></head><body><ol class="stories"><li class="story"
           data-shortid="ab12cd"><span class="link"><a class="u-url" href="https://b.example/">Letters</a></span></li></ol>
           <ol class="comments"><li class="comments_subtree"><div id="c_aaa111" data-shortid="aaa111" class="comment"><div class="byline">
           <a href="/~ann">ann</a></div><div class="comment_text"><p>Fine.</p></div></div><ol class="comments"><li class="comments_subtree">
           <div id="c_bbb222" data-shortid="bbb222" class="comment"><div class="byline"><a href="/~bo">bo</a></div><div class="comment_text">
           <p>So so.</p></div></div></li></ol></li></ol></body></html>"#,
        r#"{"short_id":"ab12cd","short_id_url":"https://lobste.rs/s/ab12cd","comments_url":"https://lobste.rs/s/ab12cd/letters",
           "title":"Letters","url":"https://b.example/","comment_count":2,"comments":[
           {"short_id":"aaa111","short_id_url":"https://lobste.rs/c/aaa111","comment":"<p>Fine.</p>","depth":0,"commenting_user":"ann"},
           {"short_id":"bbb222","short_id_url":"https://lobste.rs/c/bbb222","comment":"<p>So so.</p>","depth":1,"parent_comment":"aaa111",
           "commenting_user":"bo"}]}"#,
        "lobsters:ab12cd",
    );
}

#[test]
fn stack_exchange() {
    same(
        r#"<html itemtype="https://schema.org/QAPage"><head><link rel="canonical" href="https://crafts.stackexchange.com/questions/5/why-does-paint-peel">
           </head><body><div id="question-header"><h1>Why?</h1></div><div id="question" data-questionid="5"><div class="js-post-body"><p>North wall.</p></div>
           </div><div class="answer" data-answerid="52"><div class="js-post-body"><p>Damp.</p></div><ul><li id="comment-53" class="comment"
           data-comment-id="53"><span class="comment-copy">Surely.</span><a class="comment-user">Jo</a></li></ul></div></body></html>"#,
        r#"{"items":[{"question_id":5,"title":"Why?","link":"https://crafts.stackexchange.com/questions/5/why-does-paint-peel","body":"<p>North wall.</p>",
           "creation_date":1,"answers":[{"answer_id":52,"question_id":5,"body":"<p>Damp.</p>","creation_date":2,
           "comments":[{"comment_id":53,"post_id":52,"body":"Surely.","creation_date":3,"owner":{"display_name":"Jo"}}]}]}],"has_more":false}"#,
        "crafts.stackexchange.com:5",
    );
}

#[test]
fn github() {
    let page = r#"<html><head><meta property="og:site_name" content="GitHub"><meta property="og:url" content="https://github.com/o/r/issues/7"></head>
        <body><h1><bdi class="js-issue-title">Rain</bdi></h1><div class="js-comment-container" id="issue-99"><a class="author">ann</a>
        <div class="comment-body"><p>It leaks.</p></div></div><div class="js-comment-container" id="issuecomment-11"><a class="author">bo</a>
        <div class="comment-body"><p>Where?</p></div></div><div class="js-comment-container" id="issuecomment-12"><a class="author">ann</a>
        <div class="comment-body"><p>Here.</p></div></div></body></html>"#;
    let rest = r#"[{"number":7,"html_url":"https://github.com/o/r/issues/7","title":"Rain","body":"It leaks.","user":{"login":"ann"},"comments":2},
        {"id":11,"issue_url":"https://api.github.com/repos/o/r/issues/7","body":"Where?","user":{"login":"bo"},"created_at":"2024-01-01T00:00:00Z"},
        {"id":12,"issue_url":"https://api.github.com/repos/o/r/issues/7","body":"Here.","user":{"login":"ann"},"created_at":"2024-01-02T00:00:00Z"}]"#;
    let tool = r#"{"title":"Rain","body":"It leaks.","url":"https://github.com/o/r/issues/7","author":{"login":"ann"},"comments":[
        {"id":"IC_a","url":"https://github.com/o/r/issues/7#issuecomment-11","author":{"login":"bo"},"body":"Where?","createdAt":"2024-01-01T00:00:00Z"},
        {"id":"IC_b","url":"https://github.com/o/r/issues/7#issuecomment-12","author":{"login":"ann"},"body":"Here.","createdAt":"2024-01-02T00:00:00Z"}]}"#;
    for data in [rest, tool] {
        let (page, data) = (read(page), read(data));
        assert_eq!(names(&page), names(&data));
        assert_eq!(page.origin().site.as_deref(), Some("github:o/r/issues/7"));
    }
}

#[test]
fn discourse() {
    let data = r#"{"post_stream":{"posts":[
        {"id":801,"post_number":1,"username":"ann","created_at":"2024-03-01T10:00:00.250Z","cooked":"<p>Frost?</p>","topic_id":12,"topic_slug":"frost"},
        {"id":802,"post_number":2,"username":"bo","created_at":"2024-03-01T11:00:00.000Z","cooked":"<p>Not yet.</p>","topic_id":12,"topic_slug":"frost"},
        {"id":803,"post_number":3,"username":"cy","created_at":"2024-03-01T12:00:00.000Z","cooked":"<p>Soon.</p>","topic_id":12,"topic_slug":"frost",
        "reply_to_post_number":2}],"stream":[801,802,803]},"id":12,"title":"Frost","slug":"frost","posts_count":3}"#;
    let plain = r#"<html><head><link rel="canonical" href="https://t.example/t/frost/12"></head><body><h1><a>Frost</a></h1>
        <div id="post_1" class="topic-body crawler-post"><span class="creator"><a>ann</a></span><time datetime="2024-03-01T10:00:00Z">x</time>
        <div class="post" itemprop="text"><p>Frost?</p></div></div>
        <div id="post_2" class="topic-body crawler-post"><span class="creator"><a>bo</a></span><time datetime="2024-03-01T11:00:00Z">x</time>
        <div class="post" itemprop="text"><p>Not yet.</p></div></div>
        <div id="post_3" class="topic-body crawler-post"><span class="creator"><a>cy</a></span><time datetime="2024-03-01T12:00:00Z">x</time>
        <div class="post" itemprop="text"><p>Soon.</p></div></div></body></html>"#;
    let shown = r#"<html><body><h1 data-topic-id="12"><a class="fancy-title">Frost</a></h1>
        <article class="boxed" id="post_1" data-post-id="801"><div class="names"><span class="username"><a>ann</a></span></div>
        <span class="relative-date" data-time="1709287200250">1d</span><div class="cooked"><p>Frost?</p></div></article>
        <article class="boxed" id="post_2" data-post-id="802"><div class="names"><span class="username"><a>bo</a></span></div>
        <span class="relative-date" data-time="1709290800000">1d</span><div class="cooked"><p>Not yet.</p></div></article>
        <article class="boxed" id="post_3" data-post-id="803"><div class="names"><span class="username"><a>cy</a></span></div>
        <span class="relative-date" data-time="1709294400000">1d</span><div class="cooked"><p>Soon.</p></div></article></body></html>"#;
    for page in [plain, shown] {
        same(page, data, "discourse:12@1709287200");
    }
}

#[test]
fn mastodon() {
    let data = r#"{"status":{"id":"70","in_reply_to_id":null,"uri":"https://pond.example/users/ann/statuses/70","url":"https://pond.example/@ann/70",
        "created_at":"2024-03-01T10:00:00Z","content":"<p>Ice?</p>","account":{"acct":"ann"}},
        "ancestors":[],"descendants":[{"id":"71","in_reply_to_id":"70","uri":"https://pond.example/users/bo/statuses/71","content":"<p>Thin.</p>",
        "created_at":"2024-03-01T11:00:00Z","account":{"acct":"bo"}},{"id":"72","in_reply_to_id":"70","uri":"https://pond.example/users/cy/statuses/72",
        "content":"<p>Gone.</p>","created_at":"2024-03-01T12:00:00Z","account":{"acct":"cy"}}]}"#;
    let page = r#"<html><head><meta property="og:url" content="https://pond.example/@ann/70"></head><body class="app-body">
        <div class="detailed-status" data-id="70"><span class="display-name__account">@ann</span><div class="status__content"><p>Ice?</p></div></div>
        <div class="status" data-id="71"><span class="display-name__account">@bo</span><div class="status__content"><p>Thin.</p></div></div>
        <div class="status" data-id="72"><span class="display-name__account">@cy</span><div class="status__content"><p>Gone.</p></div></div></body></html>"#;
    same(page, data, "mastodon:pond.example/70");
}
