//! What reading costs, at sizes from a thousand comments on:
//! `cargo bench --bench reading -- move/10000`. `BTL_BENCH=1000000` sets the largest size.

mod made;

use std::hint::black_box;
use std::sync::Arc;

use btl::loader::{self, Event, Flow, Input, Options};
use btl::model::draft::Parent;
use btl::model::{CommentId, Discussion, Draft, DraftWriter, Index, Media, TextRef, build};
use btl::query::{self, Facts, Plainness, Search};
use btl::reader::keymap::parse;
use btl::reader::{Message, Size, State, StoreEffect};
use btl::ui::theme::Theme;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The screen: wide enough for all three panes.
const SIZE: Size = Size { width: 200, height: 50 };

fn sizes() -> impl Iterator<Item = usize> {
    let most = std::env::var("BTL_BENCH").ok().and_then(|most| most.parse().ok()).unwrap_or(100_000);
    [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(move |size| *size <= most)
}

fn whole(source: String) -> Discussion {
    loader::parse(source.into_bytes(), &Options::default()).expect("what is made up is read")
}

/// Stops at the first thing that can be shown.
struct First(Option<Discussion>);

impl loader::Sink for First {
    fn take(&mut self, event: Event) -> Flow {
        match event {
            Event::Preview(part) => {
                self.0 = Some(part);
                Flow::Stop
            }
            _ => Flow::Continue,
        }
    }
}

fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    group.sample_size(10);
    let folder = tempfile::tempdir().expect("a folder");
    for size in sizes() {
        let json = made::json(size, false);
        group.throughput(Throughput::Bytes(json.len() as u64));
        group.bench_function(BenchmarkId::new("whole", size), |b| {
            b.iter_batched(|| json.clone(), |json| black_box(whole(json)), BatchSize::PerIteration);
        });
        for (name, source) in [("mail", made::mail(size)), ("lines of JSON", made::lines(size))] {
            group.throughput(Throughput::Bytes(source.len() as u64));
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter_batched(|| source.clone(), |source| black_box(whole(source)), BatchSize::PerIteration);
            });
        }
        let page = folder.path().join("made.html");
        std::fs::write(&page, made::page(size)).expect("a file");
        group.bench_function(BenchmarkId::new("first screen, page", size), |b| {
            b.iter(|| {
                let mut first = First(None);
                let _ = loader::open(Input::Path(page.clone()), &Options::default(), &mut first);
                black_box(first.0)
            });
        });
        for replies_first in [false, true] {
            let path = folder.path().join("made.json");
            std::fs::write(&path, made::json(size, replies_first)).expect("a file");
            let name = if replies_first { "first screen, replies first" } else { "first screen" };
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter(|| {
                    let mut first = First(None);
                    let _ = loader::open(Input::Path(path.clone()), &Options::default(), &mut first);
                    black_box(first.0)
                });
            });
        }
    }
}

/// A shape of a thread: the parent of the `n`th comment.
type Shape = fn(usize) -> Option<usize>;

const SHAPES: [(&str, Shape); 4] = [
    ("flat", |_| None),
    ("wide", |n| n.checked_sub(1).map(|_| 0)),
    ("deep", |n| n.checked_sub(1)),
    ("bushy", |n| (n % 20 != 0).then(|| n - 1 - (n * 7919) % (n % 20))),
];

/// Comments without words, whose parents are named by their ids.
fn draft(size: usize, parent: Shape) -> Draft {
    let mut writer = DraftWriter::new("bench");
    let ids: Vec<TextRef> = (0..size).map(|n| writer.pooled(&format!("id{n}"), Media::Plain)).collect();
    for (n, id) in ids.iter().enumerate() {
        let above = parent(n).and_then(|at| ids.get(at)).map_or(Parent::Top, |id| Parent::Id(*id));
        let row = writer.comment(above);
        writer.set_id(row, *id);
    }
    writer.finish(String::new())
}

fn linking(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    group.sample_size(10);
    for size in sizes() {
        for (name, parent) in SHAPES {
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter_batched(
                    || draft(size, parent),
                    |draft| black_box(build::discussion(draft)),
                    BatchSize::PerIteration,
                );
            });
        }
    }
}

fn wrap(c: &mut Criterion) {
    let discussion = whole(made::json(1_000, false));
    let bodies: Vec<_> = discussion.thread().ids().map(|id| discussion.body(id)).collect();
    c.bench_function("wrap/1000", |b| {
        b.iter(|| bodies.iter().map(|body| btl::layout::lines::of(body, 72).len()).sum::<usize>());
    });
}

fn index(c: &mut Criterion) {
    let mut group = c.benchmark_group("index");
    group.sample_size(10);
    for size in sizes() {
        let discussion = whole(made::json(size, false));
        group.bench_function(BenchmarkId::from_parameter(size), |b| b.iter(|| black_box(Index::of(&discussion))));
    }
}

/// A reader in the middle of a thread, whose changes are stored at once.
struct Desk {
    state: State,
    theme: Theme,
    cells: Buffer,
}

impl Desk {
    fn new(discussion: &Arc<Discussion>) -> Self {
        let cells = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        let mut desk = Self { state: State::new("bench"), theme: Theme::new(true), cells };
        desk.send(Message::Now(1_795_345_200));
        desk.send(Message::Resize(SIZE));
        desk.send(Message::Loaded { generation: 1, result: Ok(Arc::clone(discussion)), carried: None });
        desk.state.reading.current = CommentId::at(discussion.thread().len() / 2);
        desk.keys("z t");
        desk
    }

    fn send(&mut self, message: Message) {
        for effect in self.state.update(message) {
            if let Some(StoreEffect::Change { ticket, .. }) = effect.store() {
                self.send(Message::Stored { ticket: *ticket, result: Ok(()) });
            }
        }
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.split(' ').flat_map(parse) {
            self.send(Message::Key(key));
        }
    }

    fn draw(&mut self) {
        self.cells.reset();
        black_box(btl::ui::draw(&self.state, &self.theme, &mut self.cells));
    }
}

/// A key and the picture after it. Each pair of keys comes back to where it began.
const KEYS: [(&str, &str, &str); 11] = [
    ("line", "^e", "^y"),
    ("page", "^f", "^b"),
    ("comment", "j", "k"),
    ("sibling", "J", "K"),
    ("root", "}", "{"),
    ("fold one", "z c", "z o"),
    ("fold all", "z M", "z R"),
    ("mark", "m", "m"),
    ("sort", "s n", "s s"),
    ("flat by time", "s t", "s s"),
    ("person", "A", "A"),
];

fn keys(c: &mut Criterion) {
    for size in sizes() {
        let discussion = Arc::new(whole(made::json(size, false)));
        for (name, there, back) in KEYS {
            let mut group = c.benchmark_group(name);
            group.sample_size(20);
            group.bench_function(BenchmarkId::from_parameter(size), |b| {
                let mut desk = Desk::new(&discussion);
                b.iter(|| {
                    desk.keys(there);
                    desk.draw();
                    desk.keys(back);
                    desk.draw();
                });
            });
        }
        c.benchmark_group("resize").bench_function(BenchmarkId::from_parameter(size), |b| {
            let mut desk = Desk::new(&discussion);
            b.iter(|| {
                desk.send(Message::Resize(Size { width: 120, height: 40 }));
                desk.send(Message::Resize(SIZE));
                desk.draw();
            });
        });
        c.benchmark_group("draw").bench_function(BenchmarkId::from_parameter(size), |b| {
            let mut desk = Desk::new(&discussion);
            b.iter(|| desk.draw());
        });
    }
}

/// What is known of a thread that nobody has read.
struct Unread(Arc<Discussion>);

impl Facts for Unread {
    fn discussion(&self) -> &Discussion {
        &self.0
    }
    fn index(&self) -> Option<&Index> {
        None
    }
    fn is_read(&self, _: CommentId) -> bool {
        false
    }
    fn is_new(&self, _: CommentId) -> bool {
        false
    }
    fn tags(&self, _: CommentId) -> Option<&[String]> {
        None
    }
}

/// A search of the whole thread: the first one looks at every text, later ones know which
/// bytes can be trusted.
fn search(c: &mut Criterion) {
    let mut group = c.benchmark_group("search");
    group.sample_size(10);
    for size in sizes() {
        let discussion = Arc::new(whole(made::json(size, false)));
        for (name, query) in [
            ("absent word", "zzebra"),
            ("frequent word", "harbour"),
            ("regex", "/harb.*winter/"),
            ("field", "score:>50"),
        ] {
            let query = Arc::new(query::parse(query, 0).expect("a query"));
            let hunt = |known: &Arc<Plainness>| {
                Search::new(Arc::clone(&query), Unread(Arc::clone(&discussion)), 0, Arc::clone(known)).slice(usize::MAX)
            };
            let fresh = || Arc::new(Plainness::new(size));
            group.bench_function(BenchmarkId::new(format!("{name}, first"), size), |b| {
                b.iter_batched(fresh, |known| black_box(hunt(&known)), BatchSize::PerIteration);
            });
            let known = fresh();
            group.bench_function(BenchmarkId::new(format!("{name}, again"), size), |b| {
                b.iter(|| black_box(hunt(&known)))
            });
        }
    }
}

criterion_group!(benches, load, linking, index, wrap, keys, search);
criterion_main!(benches);
