//! What a long command says about itself: step k of n, and how long it took last time.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use crate::host::fsutil;
use crate::project::layout::Layout;

/// Announces steps and remembers how long each took.
pub struct Progress {
    times: PathBuf,
    done: usize,
    of: usize,
}

impl Progress {
    /// For a command that has `of` steps.
    pub fn new(layout: &Layout, of: usize) -> Self {
        Progress { times: layout.build().join("times.json"), done: 0, of }
    }

    /// Runs one step.
    pub fn step<T>(&mut self, what: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        let last = self.read().get(what).map(|seconds| {
            format!(" (last time {})", show(Duration::from_secs_f64(seconds.max(0.0))))
        });
        eprintln!("[{}/{}] {what}{}", self.done, self.of, last.unwrap_or_default());
        let start = Instant::now();
        let result = run()?;
        let mut times = self.read();
        times.insert(what.to_owned(), start.elapsed().as_secs_f64());
        // The times are a comfort only: a full disk is reported where it matters.
        if let Ok(json) = serde_json::to_vec_pretty(&times) {
            let _ = fsutil::write(&self.times, &json);
        }
        Ok(result)
    }

    fn read(&self) -> BTreeMap<String, f64> {
        std::fs::read(&self.times)
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default()
    }
}

/// A duration for people.
pub fn show(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 if time.as_millis() < 950 => format!("{} ms", time.as_millis()),
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// A bar for many small things of one kind, where someone watches.
pub fn bar(of: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("      {bar:40} {pos}/{len} {eta}")
        .expect("the template is well formed");
    ProgressBar::new(of as u64).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(show(Duration::from_millis(20)), "20 ms");
        assert_eq!(show(Duration::from_secs(59)), "59 s");
        assert_eq!(show(Duration::from_secs(910)), "15 min 10 s");
        assert_eq!(show(Duration::from_secs(7260)), "2 h 1 min");
    }

    #[test]
    fn times_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        let mut progress = Progress::new(&layout, 2);
        progress.step("one", || Ok(())).unwrap();
        assert!(progress.step("two", || -> Result<()> { anyhow::bail!("no") }).is_err());
        let times = Progress::new(&layout, 1).read();
        assert_eq!(times.keys().collect::<Vec<_>>(), ["one"]);
    }
}
