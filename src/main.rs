//! `btl`: the thin binary over the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(btl::cli::main())
}
