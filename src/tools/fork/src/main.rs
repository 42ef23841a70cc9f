//! Started by the repository's `x.py`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match fork::cli::main() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("x.py: error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
