//! The requests per second of each strategy during an outage, as SVG.

use std::fmt::Write as _;

use crate::simulation::{END, FAULT, Run, Strategy};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 36.0;

/// How many tenths of a second a point of a curve stands for.
const BINS: usize = 5;

/// The colors are readable on a light and on a dark background; text and axes have the color of the
/// text around the plot.
fn color(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::NoRetry => "#8a8a8a",
        Strategy::ThreeAtOnce => "#d64550",
        Strategy::WithoutJitter => "#d98200",
        Strategy::Policy => "#3f8fd6",
        Strategy::PolicyWithBudget => "#1a9e6a",
    }
}

pub(crate) fn svg(curves: &[(Strategy, Run)]) -> String {
    let points = |run: &Run| -> Vec<f64> {
        let chunks = run.requests.chunks_exact(BINS);
        let seconds = f64::from(u32::try_from(BINS).expect("few")) / 10.0;
        chunks.map(|bins| f64::from(bins.iter().sum::<u32>()) / seconds).collect()
    };
    let most = curves.iter().flat_map(|(_, run)| points(run)).fold(0.0, f64::max);
    let top = (most / 5000.0).ceil() * 5000.0;
    let end = seconds(END);
    let x = |time: f64| LEFT + (WIDTH - LEFT - RIGHT) * time / end;
    let y = |rate: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * rate / top;

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"Requests per second during an outage\" fill=\"currentColor\" \
         font-family=\"sans-serif\" font-size=\"12\" style=\"max-width:{WIDTH}px\">\n"
    );
    let mut add = |line: String| writeln!(svg, "{line}").expect("writing to a string cannot fail");
    let (start, stop) = (x(seconds(FAULT.start)), x(seconds(FAULT.end)));
    let (low, high) = (y(0.0), y(top));
    add(format!(
        "<rect x=\"{start:.1}\" y=\"{high:.1}\" width=\"{:.1}\" height=\"{:.1}\" opacity=\"0.08\"/>",
        stop - start,
        low - high
    ));
    for step in 0..=5_u32 {
        let rate = top / 5.0 * f64::from(step);
        let at = y(rate);
        add(format!(
            "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"currentColor\" opacity=\"0.2\"/>",
            WIDTH - RIGHT
        ));
        add(format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{rate:.0}</text>",
            LEFT - 6.0,
            at + 4.0
        ));
    }
    for time in (0..=END / 1000).step_by(10) {
        let at = x(seconds(time * 1000));
        add(format!(
            "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{time} s</text>",
            HEIGHT - BOTTOM + 18.0
        ));
    }
    for (index, (strategy, run)) in curves.iter().enumerate() {
        let rates = points(run);
        // The last bins are cut off by the end.
        let places = rates.iter().enumerate().map(|(index, rate)| {
            let time = seconds(u64::try_from(index * BINS).expect("few") * 100);
            format!("{:.1} {:.1}", x(time), y(*rate))
        });
        let places: Vec<String> = places.collect();
        let color = color(*strategy);
        add(format!(
            "<path d=\"M{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.6\"/>",
            places.join("L")
        ));
        let column = f64::from(u32::try_from(index % 3).expect("few"));
        let row = f64::from(u32::try_from(index / 3).expect("few"));
        let (at, line) = (LEFT + 220.0 * column, 34.0 + 18.0 * row);
        add(format!(
            "<rect x=\"{at:.1}\" y=\"{:.1}\" width=\"14\" height=\"3\" fill=\"{color}\"/>",
            line - 6.0
        ));
        let name = strategy.name().replace('`', "");
        add(format!("<text x=\"{:.1}\" y=\"{line:.1}\">{name}</text>", at + 20.0));
    }
    add(format!(
        "<text x=\"{LEFT}\" y=\"14\" font-weight=\"bold\">Requests per second; the service fails from 10 s to 40 s</text>"
    ));
    svg + "</svg>\n"
}

fn seconds(milliseconds: u64) -> f64 {
    f64::from(u32::try_from(milliseconds).expect("a short time")) / 1000.0
}
