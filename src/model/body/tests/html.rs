use super::super::html::read;
use super::show;
use crate::text::Raw;

#[track_caller]
fn reads(source: &str, shown: &str) {
    assert_eq!(show(&read(Raw::new(source), None)), shown, "{source}");
}

#[test]
fn paragraphs_are_parted_by_bare_tags() {
    reads("One two.<p>Three\n  four.<p><p>", "p: One two.\np: Three four.\n");
    reads("<p>It&#x27;s a&#x2F;b &amp; c&nbsp;d", "p: It's a/b & c\u{a0}d\n");
    reads("", "");
    reads("  <p> \n </p> ", "");
}

#[test]
fn styles_are_cut_at_blocks() {
    reads("An <i>old <b>red</b> kite</i>.", "p: An {/old {*red*} kite/}.\n");
    reads("<i>one<p>two</i> three", "p: {/one/}\np: {/two/} three\n");
    reads("<b>x<i>y</b>z</i>", "p: {*x{/y*}z/}\n");
    reads("<code>a</code> <tt>b</tt> <s>c</s> <del>d</del>", "p: {`a`} {`b`} {-c-} {-d-}\n");
    reads("</i></b>x<i></i>", "p: x\n");
}

#[test]
fn short_links_show_their_address() {
    reads(
        r#"See <a href="https:&#x2F;&#x2F;kelp.example&#x2F;tide&#x2F;tables&#x2F;1999" rel="nofollow">https:&#x2F;&#x2F;kelp.example&#x2F;tide&#x2F;ta...</a> there"#,
        "p: See [https://kelp.example/tide/tables/1999](https://kelp.example/tide/tables/1999) there\n",
    );
    reads(r#"<a href="https://kelp.example/a">my page...</a>"#, "p: [my page...](https://kelp.example/a)\n");
    reads(
        r#"<a href="https://kelp.example/@ann/page/17"><span class="invisible">https://</span><span class="ellipsis">kelp.example/@ann/p</span><span class="invisible">age/17</span></a>!"#,
        "p: [https://kelp.example/@ann/page/17](https://kelp.example/@ann/page/17)!\n",
    );
}

#[test]
fn only_web_and_mail_are_links() {
    reads(r#"<a href="javascript:x()">go</a>"#, "p: go\n");
    reads("<a href=' java\nscript:x()'>go</a>", "p: go\n");
    reads(r#"<a href="/about">about</a> <a>none</a>"#, "p: about none\n");
    reads(r#"<a href="MAILTO:ann@kelp.example">write</a>"#, "p: [write](MAILTO:ann@kelp.example)\n");
    reads(
        "<a href='ht\ntps://kelp.example'>a <b>b</b> c</a> <a href=http://kelp.example></a>d",
        "p: [a {*b*} c](https://kelp.example) d\n",
    );
    reads(
        "<a href=http://k.example>one<p>two</a> three",
        "p: [one](http://k.example)\np: [two](http://k.example) three\n",
    );
}

#[test]
fn code_stands_as_it_is() {
    reads(
        "Try:<p><pre><code>  let a = 1;\n\n  if a &lt; 2 { go() }\n</code></pre>\nDone.",
        "p: Try:\ncode:   let a = 1;⏎⏎  if a < 2 { go() }\np: Done.\n",
    );
    reads("<pre>\n&gt; no quote\n</pre>", "code: > no quote\n");
    reads("<pre>a<br>b", "code: a⏎b\n");
}

#[test]
fn signs_are_quotes() {
    reads(
        "&gt; The tide is late.<p>It is not.<p>&gt;&gt; deep<p>> > <i>also</i> deep",
        ">p: The tide is late.\np: It is not.\n>>p: deep\n>>p: {/also/} deep\n",
    );
    reads("<p><i>&gt; said so</i><p>ok", ">p: {/said so/}\np: ok\n");
    reads("&gt; one\n&gt; two\n\n<p>x", ">p: one two\np: x\n");
    reads("&gt; one<br>&gt; two<br>mine", ">p: one⏎two\n~p: mine\n");
    reads("&gt;:( no<p>&gt;_&lt; no<p>a &gt; b", "p: >:( no\np: >_< no\np: a > b\n");
    reads("<h2>&gt; head</h2>", "h2: > head\n");
    reads("&gt; <a href=\"http://k.example/\">see</a>", ">p: [see](http://k.example/)\n");
}

#[test]
fn blocks_of_pages() {
    reads(
        "<h1>Kelp</h1>Intro<hr><blockquote><p>q1<blockquote>q2</blockquote>q1b</blockquote>end",
        "h1: Kelp\np: Intro\nrule: ───\n>p: q1\n>>p: q2\n>p: q1b\np: end\n",
    );
    reads("<div>a<div>b</div>c</div><section>d</section>", "p: a\np: b\np: c\np: d\n");
    reads("a<br>b<br><br>c<br>", "p: a⏎b\np: c\n");
    reads(
        "<aside class='quote no-group'><div class=title>ann:</div><blockquote>so</blockquote></aside>no",
        ">p: ann:\n>p: so\np: no\n",
    );
    reads(
        "<figure><img src='https://k.example/kelp.png' alt='Kelp at low tide'><figcaption>By day</figcaption></figure>",
        "image: [Kelp at low tide](https://k.example/kelp.png)\np: By day\n",
    );
    reads("a <img class=emoji alt=':fish:'> b <img width=1 src=x>", "p: a :fish: b\n");
}

#[test]
fn lists_nest_and_count() {
    reads(
        "Two:<ul><li>a<ol start=3><li>b<li>c</ol><li>d</ul>end",
        "p: Two:\nli •: a\n~+li 3.: b\n~+li 4.: c\n~li •: d\np: end\n",
    );
    reads("<ol><li><p>a</p><p>more</p></li><li><p>b</p></li></ol>", "li 1.: a\n+p: more\nli 2.: b\n");
    reads("<li>stray<li>two", "~li •: stray\n~li •: two\n");
    reads("<ul><li></ul>x", "p: x\n");
}

#[test]
fn tables_are_rows() {
    reads(
        "<table><tr><th>Port<th>High</tr><tr><td>Ayr</td><td>04:10</td></tr><tr><td><td>x</table>end",
        "table: Port │ High\n~table: Ayr │ 04:10\n~table: │ x\np: end\n",
    );
    reads("<table><tr><td><p>one</p><p>two</p></td><td>three</td></tr></table>", "table: one\np: two\n~table: three\n");
}

#[test]
fn what_is_not_text_is_dropped() {
    reads(
        "<html><head><title>T</title><style>p{}</style><body>a<script>if (a<b) x()</script>b<!-- c --><template>t<template>u</template>v</template>d",
        "p: abd\n",
    );
    reads("<head><meta charset=x>text <kelp-box>in</kelp-box>", "p: text in\n");
}

#[test]
fn broken_markup_keeps_its_words() {
    reads("I <3 kelp </3 and a<b", "p: I <3 kelp </3 and a<b\n");
    reads("a <a href=\"http://x>lost words", "p: a <a href=\"http://x>lost words\n");
    reads("a <!-- open", "p: a <!-- open\n");
    reads("a <script>open", "p: a <script>open\n");
    reads("a</blockquote></ul></li></td></pre>b", "p: a\np: b\n");
    reads("<title>x", "p: <title>x\n");
}

#[test]
fn blank_lines_count_where_no_tag_does() {
    reads("First <b>line</b>\nsecond line\n\nNext one.\n", "p: First {*line*}⏎second line\np: Next one.\n");
    reads("one\ntwo", "p: one two\n");
}
