//! The areas of the screen at a size.
//!
//! *Wide* (from [`WIDE`] columns, with an article to show): article left, comments right,
//! the reply context under the comments from [`TALL`] rows or as a third column from
//! [`THIRD`] columns, the marks under it. Narrower: one pane at a time, with room for two
//! pinned ancestors. Areas never overlap, and any size is answered, even 0x0.

use super::index;

/// Columns from which article and comments stand side by side.
pub const WIDE: u16 = 110;
/// Columns from which the reply context is a column of its own.
pub const THIRD: u16 = 170;
/// Rows from which the reply context stands under the comments.
pub const TALL: u16 = 32;
/// Rows from which it stands there under an index as well.
pub const TALLER: u16 = 56;
/// Under this size there is only a word saying so.
pub const SMALLEST: (u16, u16) = (20, 5);
/// Cells left of the article's text: the bar of the current passage, a number, a mark, a
/// blank.
pub const ARTICLE_MARGIN: u16 = 5;
/// The widest text in the article pane.
pub const ARTICLE_MEASURE: u16 = 76;
/// The widest text in the comments pane.
pub const COMMENT_MEASURE: u16 = 88;
/// Rows that pinned ancestors may cover.
pub const PINNED: u16 = 2;

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    #[must_use]
    pub fn holds(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// The first column past it.
    #[must_use]
    pub fn right(self) -> u16 {
        self.x.saturating_add(self.width)
    }

    /// The first row past it.
    #[must_use]
    pub fn bottom(self) -> u16 {
        self.y.saturating_add(self.height)
    }
}

/// A pane of the reading screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The article.
    Article,
    /// The thread.
    #[default]
    Comments,
    /// What the current comment answers.
    Context,
    /// The current comment's text, under the index.
    Text,
}

/// What the reader has done to the sizes; kept between runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Columns added to the comments, taken from the article.
    pub comments: i16,
    /// Rows added to the context under the comments, or columns to the third column.
    pub context: i16,
    /// Rows added to the text under the index.
    pub text: i16,
}

/// What there is to lay out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The article has a text.
    pub article: bool,
    /// The thread has rows.
    pub thread: bool,
    /// The pane that is shown where there is room for one.
    pub alone: Pane,
    /// Only that pane is shown, whatever the room.
    pub zoom: bool,
    /// The comments are an index, with the current one's text below.
    pub index: bool,
    /// A branch is shown alone: its path stands above the comments.
    pub strip: bool,
}

/// The areas; a pane that is not shown has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The whole screen.
    pub whole: Area,
    /// The title row.
    pub title: Area,
    /// The status row.
    pub status: Area,
    /// The article.
    pub article: Option<Area>,
    /// The comments, with gutter and scroll bar.
    pub comments: Option<Area>,
    /// The reply context, below its header row.
    pub context: Option<Area>,
    /// The context's header row, where it stands under the comments.
    pub context_head: Option<Area>,
    /// The text of the current comment, where the comments are an index.
    pub text: Option<Area>,
    /// The header row of that text.
    pub text_head: Option<Area>,
    /// The path to the branch that is shown alone, above the comments.
    pub strip: Option<Area>,
    /// The marks of this discussion, below the context in the third column.
    pub marks: Option<Area>,
    /// Columns of the `│` between panes.
    pub rules: [Option<u16>; 2],
    /// Rows at the top of the comments that pinned ancestors may cover.
    pub pinned: u16,
    /// Too small to show anything but a word.
    pub too_small: bool,
}

impl Screen {
    /// The area of a pane.
    #[must_use]
    pub fn pane(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Article => self.article,
            Pane::Comments => self.comments,
            Pane::Context => self.context,
            Pane::Text => self.text,
        }
    }

    /// The pane at a cell.
    #[must_use]
    pub fn pane_at(&self, x: u16, y: u16) -> Option<Pane> {
        [Pane::Article, Pane::Comments, Pane::Context, Pane::Text]
            .into_iter()
            .find(|pane| self.pane(*pane).is_some_and(|area| area.holds(x, y)))
    }

    /// Divides a screen of `width` by `height` cells.
    #[must_use]
    pub fn divide(width: u16, height: u16, wish: Wish, shape: Shape) -> Self {
        let whole = Area { x: 0, y: 0, width, height };
        if width < SMALLEST.0 || height < SMALLEST.1 {
            return Self { whole, too_small: true, ..Self::default() };
        }
        let title = Area { height: 1, ..whole };
        let status = Area { y: height - 1, height: 1, ..whole };
        let body = Area { y: 1, height: height - 2, ..whole };
        let mut screen = Self { whole, title, status, ..Self::default() };
        if wish.zoom || width < WIDE || !wish.thread {
            screen.single(body, wish, shape);
        } else {
            screen.several(body, wish, shape);
        }
        screen
    }

    /// One pane over the whole body.
    fn single(&mut self, body: Area, wish: Wish, shape: Shape) {
        let alone = if wish.thread { wish.alone } else { Pane::Article };
        match alone {
            Pane::Article if wish.article || !wish.thread => self.article = Some(body),
            Pane::Context => self.context = Some(body),
            Pane::Article | Pane::Comments | Pane::Text if wish.zoom || body.width < WIDE => {
                self.thread(body, wish, shape);
                self.pin(body);
            }
            Pane::Article | Pane::Comments | Pane::Text => self.column(body, wish, shape),
        }
    }

    /// Panes side by side.
    fn several(&mut self, body: Area, wish: Wish, shape: Shape) {
        let mut rest = body;
        if body.width >= THIRD {
            // Without an article the thread does not need all that is left.
            let usual = if wish.article { body.width / 5 } else { body.width - (COMMENT_MEASURE + 30) };
            let context = stretch(usual, shape.context).clamp(30, body.width / 2);
            rest.width -= context + 1;
            self.rules[1] = Some(rest.right());
            self.third(Area { x: rest.right() + 1, width: context, ..body });
        }
        if wish.article {
            let usual = (rest.width * 3 / 5).min(COMMENT_MEASURE + 8);
            let comments = stretch(usual, shape.comments).clamp(40, rest.width.saturating_sub(32).max(40));
            let article = rest.width - comments - 1;
            self.article = Some(Area { width: article, ..rest });
            self.rules[0] = Some(rest.x + article);
            rest = Area { x: rest.x + article + 1, width: comments, ..rest };
        }
        if self.context.is_some() {
            self.thread(rest, wish, shape);
        } else {
            self.column(rest, wish, shape);
        }
    }

    /// The comments with the context under them where there are rows for it.
    fn column(&mut self, area: Area, wish: Wish, shape: Shape) {
        if self.whole.height < TALL || (wish.index && self.whole.height < TALLER) {
            self.thread(area, wish, shape);
            self.pin(area);
            return;
        }
        let context = stretch(area.height * 3 / 10, shape.context).clamp(4, area.height / 2);
        let comments = area.height - context - 1;
        self.thread(Area { height: comments, ..area }, wish, shape);
        self.context_head = Some(Area { y: area.y + comments, height: 1, ..area });
        self.context = Some(Area { y: area.y + comments + 1, height: context, ..area });
    }

    /// The comments: under the path to their root if they are a branch, and above the text of
    /// the current one if they are an index.
    fn thread(&mut self, mut area: Area, wish: Wish, shape: Shape) {
        if wish.strip && area.height > 3 {
            self.strip = Some(Area { height: 1, ..area });
            area = Area { y: area.y + 1, height: area.height - 1, ..area };
        }
        let mini = wish.zoom && wish.alone == Pane::Text;
        let parts = if wish.index { index::split(area, shape.text, mini) } else { None };
        match parts {
            Some([list, head, text]) => {
                self.comments = Some(list);
                (self.text_head, self.text) = (Some(head), Some(text));
            }
            None => self.comments = Some(area),
        }
    }

    /// Room for pinned ancestors; an index needs none.
    fn pin(&mut self, area: Area) {
        self.pinned = if area.height >= 12 && self.text.is_none() { PINNED } else { 0 };
    }

    /// The third column: context above, marks below.
    fn third(&mut self, area: Area) {
        let marks = if area.height >= 20 { area.height / 4 } else { 0 };
        let context = area.height - marks - 1;
        self.context_head = Some(Area { height: 1, ..area });
        self.context = Some(Area { y: area.y + 1, height: context, ..area });
        if marks > 0 {
            self.marks = Some(Area { y: area.y + 1 + context, height: marks, ..area });
        }
    }
}

fn stretch(usual: u16, by: i16) -> u16 {
    usual.saturating_add_signed(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISH: Wish =
        Wish { article: true, thread: true, alone: Pane::Comments, zoom: false, index: false, strip: false };

    #[test]
    fn every_size_is_answered_and_no_pane_leaves_the_screen() {
        for width in 0..260 {
            for height in [0, 1, 4, 5, 6, 11, 24, 31, 32, 36, 50, 200] {
                for (article, thread) in [(true, true), (false, true), (true, false), (false, false)] {
                    let wish = Wish { article, thread, ..WISH };
                    let shape = Shape { comments: 300, context: -300, text: 300 };
                    let wishes = [wish, Wish { index: true, strip: true, ..wish }];
                    for (shape, wish) in [Shape::default(), shape].into_iter().zip(wishes) {
                        let screen = Screen::divide(width, height, wish, shape);
                        for area in
                            [screen.article, screen.comments, screen.context, screen.marks, screen.text, screen.strip]
                                .into_iter()
                                .flatten()
                        {
                            assert!(
                                area.right() <= width && area.bottom() < height.max(1),
                                "{width}x{height} {area:?}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn three_panes_live_together_from_110_columns_and_32_rows() {
        let screen = Screen::divide(120, 36, WISH, Shape::default());
        assert!(screen.article.is_some() && screen.comments.is_some() && screen.context.is_some());
        assert_eq!(screen.pinned, 0);
        let third = Screen::divide(200, 50, WISH, Shape::default());
        assert!(third.marks.is_some() && third.rules[1].is_some());
    }

    #[test]
    fn a_small_screen_shows_one_pane_with_room_for_pinned_ancestors() {
        let screen = Screen::divide(80, 24, WISH, Shape::default());
        assert_eq!(screen.comments, Some(Area { x: 0, y: 1, width: 80, height: 22 }));
        assert_eq!((screen.article, screen.context, screen.pinned), (None, None, PINNED));
    }

    #[test]
    fn without_an_article_text_the_comments_take_its_room() {
        let screen = Screen::divide(120, 36, Wish { article: false, ..WISH }, Shape::default());
        assert_eq!(screen.comments.map(|a| a.width), Some(120));
    }
}
