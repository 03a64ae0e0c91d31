use super::*;

fn select(page: &Page<'_>, selector: &'static str) -> Vec<String> {
    let selector = Selector::new(selector);
    page.ids().filter(|id| selector.matches(page, *id)).map(|id| page.markup(page.outer(id)).to_owned()).collect()
}

#[test]
fn places_are_those_of_the_source() {
    let source = "<!doctype html><p>a < b &lt; c<p class='x y' title=\"a>b\">two<br>lines</p>\n<b>bold</b> end";
    let page = Page::read(source);
    assert_eq!(select(&page, "p.x"), ["<p class='x y' title=\"a>b\">two<br>lines</p>"]);
    assert_eq!(select(&page, "p"), ["<p>a < b &lt; c", "<p class='x y' title=\"a>b\">two<br>lines</p>"]);
    assert_eq!(select(&page, "b"), ["<b>bold</b>"]);
    let first = Selector::new("p").first(&page).unwrap();
    assert_eq!(page.text(first), "a < b < c");
    let second = Selector::new("[title=a>b]").first(&page).unwrap();
    assert_eq!((page.inside(second), page.line(second, &Selector::default())), ("two<br>lines", "two lines".into()));
}

#[test]
fn end_tags_that_are_missing_or_too_many_do_not_move_what_follows() {
    let page =
        Page::read("<ul><li id=1>a<ul><li id=2>b<li id=3>c</ul><li id=4>d</ul></div><p id=5>e<div id=6>f</span></div>");
    let parent = |id: &str| {
        let at = page.ids().find(|at| page.attribute(*at, "id") == Some(id)).unwrap();
        page.ancestors(at).find_map(|at| page.attribute(at, "id")).unwrap_or("-").to_owned()
    };
    assert_eq!(["1", "2", "3", "4", "5", "6"].map(parent), ["-", "1", "1", "-", "-", "-"]);
    let page =
        Page::read("<table id=t><tr><td id=1>x</div><td id=2><table><tr><td id=3>y</table>z</table><i id=4></i>");
    let depth = |id: &str| page.depth(page.ids().find(|at| page.attribute(*at, "id") == Some(id)).unwrap());
    assert_eq!(["t", "1", "2", "3", "4"].map(depth), [0, 2, 2, 5, 0]);
}

#[test]
fn selectors_select() {
    let page = Page::read(
        "<div id=a class='c d'><p class=e><i data-x=abc>1</i></p><p>2</p></div><script>if (a<b) '<p>'</script>",
    );
    for (selector, count) in [
        ("p", 2),
        ("div.c.d > p", 2),
        ("div i", 1),
        ("div > i", 0),
        ("#a .e, i", 2),
        ("[data-x^=ab]", 1),
        ("[data-x$=bc]", 1),
        ("[data-x*=b][data-x]", 1),
        ("[class~=d]", 1),
        (".nothing", 0),
        ("", 0),
    ] {
        assert_eq!(select(&page, selector).len(), count, "{selector}");
    }
    assert!(Selector::new(".c.x, .nothing p").on(&page).is_empty());
}

#[test]
fn depth_and_width_are_linear() {
    let deep = 100_000;
    for source in [
        "<div>".repeat(deep),
        "<ul><li>".repeat(deep),
        "<b><p>".repeat(deep),
        "<table><tr><td>".repeat(deep),
        "</div>".repeat(deep) + &"<p>x".repeat(deep),
        "<div><a>".repeat(deep) + &"</a></p></table>".repeat(deep),
        "<i>".repeat(deep) + &"<li>".repeat(deep),
    ] {
        let page = Page::read(&source);
        assert!(page.len() >= deep);
    }
}
