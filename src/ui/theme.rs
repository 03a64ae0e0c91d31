//! How each role looks. The default uses the terminal's own sixteen colours, so that it
//! follows the reader's palette, dark or light; nothing is told by colour alone.

use ratatui::style::{Color, Modifier, Style};

use crate::model::person::Colour;

macro_rules! roles {
    ($($(#[doc = $doc:literal])* $role:ident $name:literal $colour:expr, $modifier:expr;)*) => {
        /// What a piece of the screen is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role {
            $($(#[doc = $doc])* $role,)*
        }

        impl Role {
            /// All roles with their names in settings and snapshots.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$role, $name),)*];

            fn usual(self) -> (Option<Color>, Modifier) {
                match self {
                    $(Self::$role => ($colour, $modifier),)*
                }
            }
        }
    };
}

const PLAIN: Modifier = Modifier::empty();

roles! {
    /// Words.
    Text "text" None, PLAIN;
    /// An author's name.
    Author "author" None, Modifier::BOLD;
    /// Age, score, counts.
    Dim "dim" None, Modifier::DIM;
    /// The line of a level of the thread.
    Guide "guide" None, Modifier::DIM;
    /// The same on the path to the root.
    Path "path" None, PLAIN;
    /// The bar left of the current comment.
    Cursor "cursor" Some(Color::Cyan), PLAIN;
    /// A mark.
    Mark "mark" Some(Color::Yellow), PLAIN;
    /// The poster, a moderator.
    Badge "badge" Some(Color::Magenta), PLAIN;
    /// Quoted words.
    Quote "quote" None, Modifier::DIM;
    /// The bar left of quoted words.
    Bar "bar" Some(Color::Blue), PLAIN;
    /// Code.
    Code "code" Some(Color::Green), PLAIN;
    /// Words that lead somewhere.
    Link "link" None, Modifier::UNDERLINED;
    /// A heading.
    Heading "heading" None, Modifier::BOLD;
    /// Words that were looked for, or are quoted.
    Hit "hit" Some(Color::Black), PLAIN;
    /// Letters to type for a link.
    Hint "hint" Some(Color::Black), Modifier::BOLD;
    /// A guess and its reason.
    Guess "guess" None, Modifier::DIM.union(Modifier::ITALIC);
    /// What was read.
    Read "read" None, Modifier::DIM;
    /// Something went wrong.
    Error "error" Some(Color::Red), PLAIN;
    /// The title.
    Title "title" None, Modifier::BOLD;
    /// Lines between panes.
    Rule "rule" None, Modifier::DIM;
    /// A key to press.
    Key "key" Some(Color::Cyan), PLAIN;
    /// Stressed words.
    Emphasis "emphasis" None, Modifier::ITALIC;
    /// Strongly stressed words.
    Strong "strong" None, Modifier::BOLD;
    /// Struck out words.
    Strike "strike" None, Modifier::CROSSED_OUT;
    /// The chosen row of a list.
    Chosen "chosen" None, Modifier::REVERSED;
    /// The place in the scroll bar.
    Here "here" Some(Color::Cyan), PLAIN;
    /// What is said in the status row.
    Say "say" None, PLAIN;
    /// The reader's tag for an author without a colour.
    Tag "tag" None, Modifier::ITALIC;
    /// A red author with their tag.
    Red "red" Some(Color::Red), Modifier::BOLD;
    /// A green one.
    Green "green" Some(Color::Green), Modifier::BOLD;
    /// A yellow one.
    Yellow "yellow" Some(Color::Yellow), Modifier::BOLD;
    /// A blue one.
    Blue "blue" Some(Color::Blue), Modifier::BOLD;
    /// A magenta one.
    Magenta "magenta" Some(Color::Magenta), Modifier::BOLD;
    /// A cyan one.
    Cyan "cyan" Some(Color::Cyan), Modifier::BOLD;
}

impl Role {
    /// The role of a colour that the reader gave an author.
    #[must_use]
    pub fn of_colour(colour: Colour) -> Self {
        match colour {
            Colour::Red => Self::Red,
            Colour::Green => Self::Green,
            Colour::Yellow => Self::Yellow,
            Colour::Blue => Self::Blue,
            Colour::Magenta => Self::Magenta,
            Colour::Cyan => Self::Cyan,
        }
    }
}

/// A style for each role.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
}

impl Theme {
    /// The terminal's own colours; without `colour`, only weight, slant and lines.
    #[must_use]
    pub fn new(colour: bool) -> Self {
        let style = |role: Role| {
            let (ink, modifier) = role.usual();
            let mut style = Style::new().add_modifier(modifier);
            if matches!(role, Role::Hit | Role::Hint) {
                // Black on yellow; without colours, reversed.
                style = if colour { style.bg(Color::Yellow) } else { style.add_modifier(Modifier::REVERSED) };
            }
            match ink.filter(|_| colour) {
                Some(ink) => style.fg(ink),
                None => style,
            }
        };
        Self { styles: Role::ALL.iter().map(|(role, _)| style(*role)).collect() }
    }

    /// A theme in which every role has a colour of its own, so that tests can name the
    /// roles in a picture. See [`Theme::role_of`].
    #[must_use]
    pub fn for_tests() -> Self {
        let style = |at: usize| Style::new().fg(Color::Indexed(u8::try_from(at + 16).unwrap_or(255)));
        Self { styles: (0..Role::ALL.len()).map(style).collect() }
    }

    /// The role that a cell of a picture in the tests' theme has.
    #[must_use]
    pub fn role_of(colour: Color) -> Option<&'static str> {
        match colour {
            Color::Indexed(at) => Role::ALL.get(usize::from(at).checked_sub(16)?).map(|(_, name)| *name),
            _ => None,
        }
    }

    /// How a role looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}
