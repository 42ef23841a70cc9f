//! Started by `./x.py test --toolchain PATH`.

use std::process::ExitCode;

use clap::Parser;
use ui_suite::Options;

fn main() -> ExitCode {
    let mut options = Options::parse();
    match options.go_to_the_tests().and_then(|()| ui_suite::run(&options)) {
        Ok(outcome) => {
            if options.list {
                print!("{}", outcome.list());
            }
            println!("{outcome}");
            if outcome.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
