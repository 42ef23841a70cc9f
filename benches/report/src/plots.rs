//! The plots.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::*;
use workloads::case::Contestant;

use crate::ratios::{Measure, Row, get, number};
use crate::results::{Calls, Results, Scale, Series};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws everything that was measured.
pub fn draw(results: &Results) -> Result<()> {
    let calls: Calls = results.read("calls")?;
    for (name, measure) in [("instructions", Measure::Instructions), ("time", Measure::Time)] {
        if calls.values().flat_map(BTreeMap::values).any(|call| measure.of(call).is_some()) {
            let rows = calls.len().div_ceil(COLUMNS) as u32;
            let svg = drawn((1320, 380 * rows), |area| panels(area, &calls, measure))?;
            results.write_text(&format!("{name}.svg"), &svg)?;
        }
    }
    if let Some(row) = calls.get(SUMMARY) {
        let svg = drawn((1080, 250), |area| summary(area, row))?;
        results.write_text("summary.svg", &svg)?;
    }
    let scale: Scale = results.read("scale")?;
    let lines = [
        ("depth", "instructions of one poll", "depth of the chain", &scale.depth),
        (
            "text-by-implementations",
            "bytes of code",
            "implementations of a trait with 4 methods",
            &scale.text_by_implementations,
        ),
        (
            "seconds-by-implementations",
            "seconds of the compiler",
            "implementations of a trait with 4 methods",
            &scale.seconds_by_implementations,
        ),
        (
            "text-by-methods",
            "bytes of code",
            "methods of a trait with 16 implementations",
            &scale.text_by_methods,
        ),
        (
            "seconds-by-methods",
            "seconds of the compiler",
            "methods of a trait with 16 implementations",
            &scale.seconds_by_methods,
        ),
    ];
    for (name, what, against, series) in lines {
        if !series.is_empty() {
            let svg = drawn((760, 440), |area| line_chart(area, what, against, series))?;
            results.write_text(&format!("{name}.svg"), &svg)?;
        }
    }
    if !scale.population.is_empty() {
        let svg = drawn((760, 560), |area| population(area, &scale))?;
        results.write_text("population.svg", &svg)?;
    }
    Ok(())
}

fn drawn(size: (u32, u32), draw: impl FnOnce(&Area<'_>) -> Result<()>) -> Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&WHITE).map_err(failed)?;
        draw(&area)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

/// Errors of a backend that writes to memory, which has none.
fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("could not draw: {error}")
}

/// One colour for all that is the feature's, one for workarounds, one for the two limits.
fn colour(contestant: &str) -> RGBColor {
    match contestant {
        "static" | "coroutine-call" | "poll-object" => RGBColor(120, 120, 120),
        "direct-call" | "scope" | "heap-binding" | "inline-binding" | "in-place-heap"
        | "in-place-inline" => RGBColor(31, 119, 180),
        _ => RGBColor(255, 127, 14),
    }
}

/// The workload of the chart for those who look at one only, and whom it compares.
const SUMMARY: &str = "c-state-64";
const IN_SUMMARY: [Contestant; 10] = [
    Contestant::CoroutineCall,
    Contestant::PollObject,
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::BoxFuture,
    Contestant::DynifyHeap,
    Contestant::Stackfuture,
    Contestant::DirectCall,
    Contestant::Scope,
    Contestant::HeapBinding,
];

/// Three panels: what a call takes of everything.
fn summary(area: &Area<'_>, row: &Row) -> Result<()> {
    let measures = [
        (Measure::Instructions, "instructions a call"),
        (Measure::Allocations, "allocations a call"),
        (Measure::Peak, "most bytes in use"),
    ];
    for (area, (measure, title)) in area.split_evenly((1, 3)).iter().zip(measures) {
        let values: Vec<(&str, f64)> = IN_SUMMARY
            .into_iter()
            .filter_map(|it| Some((it.name(), get(row, it, measure)?)))
            .collect();
        bars(area, title, &values)?;
    }
    Ok(())
}

/// How many panels are beside each other.
const COLUMNS: usize = 4;

/// A panel of bars for each workload.
fn panels(area: &Area<'_>, calls: &Calls, measure: Measure) -> Result<()> {
    let rows = calls.len().div_ceil(COLUMNS);
    let areas = area.split_evenly((rows, COLUMNS));
    for (area, (workload, row)) in areas.iter().zip(calls) {
        let values: Vec<(&str, f64)> = Contestant::ALL
            .into_iter()
            .filter_map(|it| Some((it.name(), get(row, it, measure)?)))
            .collect();
        bars(area, &format!("{workload}: {} a call", measure.name()), &values)?;
    }
    Ok(())
}

/// Horizontal bars, a line of text each: names to the left, numbers at the end.
fn bars(area: &Area<'_>, title: &str, values: &[(&str, f64)]) -> Result<()> {
    let (width, height) = area.dim_in_pixel();
    let (left, right, top) = (105, 60, 24);
    let step = (height as i32 - top - 6) / values.len().max(1) as i32;
    let most = values.iter().map(|(_, value)| *value).fold(f64::MIN_POSITIVE, f64::max);
    let text = |size: i32| ("sans-serif", size).into_font().color(&BLACK);
    area.draw_text(title, &text(14), (6, 4)).map_err(failed)?;
    for (i, &(name, value)) in values.iter().enumerate() {
        let y = top + i as i32 * step;
        let length = (value / most * f64::from(width as i32 - left - right)) as i32;
        area.draw_text(name, &text(11), (6, y)).map_err(failed)?;
        let bar = [(left, y + 1), (left + length.max(1), y + (step - 3).max(2))];
        area.draw(&Rectangle::new(bar, colour(name).filled())).map_err(failed)?;
        area.draw_text(&number(Some(value)), &text(11), (left + length + 5, y)).map_err(failed)?;
    }
    Ok(())
}

fn line_chart(
    area: &Area<'_>,
    what: &str,
    against: &str,
    all: &BTreeMap<String, Series>,
) -> Result<()> {
    let most = |of: fn((&u64, &f64)) -> f64| {
        all.values().flatten().map(of).fold(f64::MIN_POSITIVE, f64::max) * 1.05
    };
    let mut chart = ChartBuilder::on(area)
        .caption(what, ("sans-serif", 16))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(70)
        .build_cartesian_2d(0.0..most(|(x, _)| *x as f64), 0.0..most(|(_, y)| *y))
        .map_err(failed)?;
    chart
        .configure_mesh()
        .x_desc(against)
        .x_label_formatter(&|x| format!("{x:.0}"))
        .y_label_formatter(&|y| number(Some(*y)))
        .draw()
        .map_err(failed)?;
    for (i, (name, series)) in all.iter().enumerate() {
        let colour = Palette99::pick(i).to_rgba();
        let points = || series.iter().map(|(x, y)| (*x as f64, *y));
        chart
            .draw_series(LineSeries::new(points(), colour.stroke_width(2)).point_size(3))
            .map_err(failed)?
            .label(name)
            .legend(move |(x, y)| Rectangle::new([(x, y - 4), (x + 12, y + 4)], colour.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK)
        .draw()
        .map_err(failed)
}

fn population(area: &Area<'_>, scale: &Scale) -> Result<()> {
    let areas = area.split_evenly((2, 1));
    let idle: Vec<_> = scale.population.iter().map(|it| (&*it.contestant, it.idle.bytes)).collect();
    let running: Vec<_> =
        scale.population.iter().map(|it| (&*it.contestant, it.running.bytes)).collect();
    let count = scale.population.iter().map(|it| it.count).max().unwrap_or_default();
    bars(&areas[0], &format!("bytes an object, {count} objects ready to be called"), &idle)?;
    let title = format!("bytes a task, {count} tasks in the middle of a call");
    bars(&areas[1], &title, &running)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_drawn() {
        let svg = drawn((300, 100), |area| bars(area, "title", &[("static", 7.0)])).unwrap();
        assert!(svg.contains("<svg") && svg.contains("title") && svg.contains("static"), "{svg}");
    }

    #[test]
    fn lines_are_drawn() {
        let all = BTreeMap::from([("async-trait".to_owned(), Series::from([(1, 2.0), (4, 8.0)]))]);
        let svg = drawn((300, 200), |area| line_chart(area, "a", "b", &all)).unwrap();
        assert!(svg.contains("polyline") && svg.contains("async-trait"), "{svg}");
    }
}
