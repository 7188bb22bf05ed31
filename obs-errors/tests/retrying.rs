//! Whether and when a request is sent again: the rules and their bounds.

use std::time::{Duration, UNIX_EPOCH};

use obs_errors::{
    Attempt, Decision, NO_HEADERS, ObsError, ObsErrorCode, Retry, RetryBudget, RetryPolicy,
    StopReason,
};
use proptest::prelude::*;

const POLICY: RetryPolicy = RetryPolicy::new();

fn idempotent(number: u32) -> Attempt {
    Attempt::new(number).with_idempotent(true)
}

fn error(code: ObsErrorCode) -> ObsError {
    ObsError::new(code)
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// The largest jitter that is allowed.
const MOST: f64 = 1.0 - f64::EPSILON / 2.0;

#[test]
fn every_code_is_retried_by_its_class() {
    for &code in ObsErrorCode::ALL {
        let decision = POLICY.decide(&error(code), idempotent(1), 0.5);
        let expected = match code.retry() {
            Retry::Transient => Decision::RetryAfter(Duration::from_millis(25)),
            Retry::Throttling => Decision::RetryAfter(Duration::from_millis(500)),
            _ => Decision::Stop(StopReason::NotRetryable),
        };
        assert_eq!(decision, expected, "{code}");
        // A request that may have taken effect is retried only if it was refused before.
        let decision = POLICY.decide(&error(code), Attempt::new(1), 0.5);
        let expected = match code.retry() {
            Retry::Transient => Decision::Stop(StopReason::NotIdempotent),
            _ => expected,
        };
        assert_eq!(decision, expected, "{code}");
    }
}

#[test]
fn delays_double_up_to_the_limit() {
    let delays = |code, class: Retry| -> Vec<Duration> {
        let delay = |number| POLICY.decide(&error(code), idempotent(number), MOST).delay();
        let delays: Vec<Duration> = (1..7).map(|number| delay(number).expect("a delay")).collect();
        assert_eq!(code.retry(), class);
        delays
    };
    let rounded = |delays: Vec<Duration>| -> Vec<u128> {
        delays.iter().map(|delay| (delay.as_nanos() + 500_000) / 1_000_000).collect()
    };
    let transient = delays(ObsErrorCode::InternalError, Retry::Transient);
    assert_eq!(rounded(transient), [50, 100, 200, 400, 800, 1600]);
    let throttling = delays(ObsErrorCode::SlowDown, Retry::Throttling);
    assert_eq!(rounded(throttling), [1000, 2000, 4000, 8000, 16000, 30000]);
    let last = POLICY.decide(&error(ObsErrorCode::SlowDown), idempotent(7), 0.5);
    assert_eq!(last, Decision::Stop(StopReason::OutOfAttempts));
}

#[test]
fn what_the_service_asks_for_is_the_least_delay() {
    let slow_down = |wait| error(ObsErrorCode::SlowDown).with_retry_after(seconds(wait));
    let decide = |wait, attempt| POLICY.decide(&slow_down(wait), attempt, 0.5);
    assert_eq!(decide(10.0, idempotent(1)), Decision::RetryAfter(seconds(10.5)));
    let late = idempotent(1).with_elapsed(seconds(170.0));
    assert_eq!(decide(9.0, late), Decision::RetryAfter(seconds(9.5)));
    assert_eq!(decide(11.0, late), Decision::Stop(StopReason::RetryAfterTooLong));
    assert_eq!(decide(9.9, late), Decision::RetryAfter(seconds(10.0)));
    assert_eq!(decide(181.0, idempotent(1)), Decision::Stop(StopReason::RetryAfterTooLong));
    // A code that fails again fails after a wait, too.
    let never = error(ObsErrorCode::AccessDenied).with_retry_after(seconds(1.0));
    assert_eq!(POLICY.decide(&never, idempotent(1), 0.5), Decision::Stop(StopReason::NotRetryable));
}

#[test]
fn what_is_unknown_is_retried_if_it_is_idempotent() {
    let unknown = ObsError::from_parts(0, NO_HEADERS, b"<Error><Code>NewThing</Code></Error>");
    assert_eq!(unknown.retry(), Retry::Unknown);
    let delay = Decision::RetryAfter(Duration::from_millis(25));
    assert_eq!(POLICY.decide(&unknown, idempotent(1), 0.5), delay);
    let stop = Decision::Stop(StopReason::NotIdempotent);
    assert_eq!(POLICY.decide(&unknown, Attempt::new(1), 0.5), stop);
    assert_eq!(POLICY.decide_without_response(idempotent(1), 0.5), delay);
    assert_eq!(POLICY.decide_without_response(Attempt::new(1), 0.5), stop);
}

#[test]
fn a_body_that_cannot_be_sent_again_is_not() {
    let attempt = idempotent(1).with_replayable(false);
    for code in [ObsErrorCode::SlowDown, ObsErrorCode::InternalError] {
        let decision = POLICY.decide(&error(code), attempt, 0.5);
        assert_eq!(decision, Decision::Stop(StopReason::NotReplayable));
    }
}

#[test]
fn a_result_that_can_be_checked_is() {
    let attempt = Attempt::new(1).with_checkable(true);
    let check = Decision::CheckAfter(Duration::from_millis(25));
    assert_eq!(POLICY.decide(&error(ObsErrorCode::InternalError), attempt, 0.5), check);
    assert_eq!(POLICY.decide_without_response(attempt, 0.5), check);
    // It was refused before it took effect.
    let refused = POLICY.decide(&error(ObsErrorCode::SlowDown), attempt, 0.5);
    assert_eq!(refused, Decision::RetryAfter(Duration::from_millis(500)));
    assert_eq!(check.delay(), None);
    // A service that responds with a success has begun to act.
    let body = b"<Error><Code>SlowDown</Code></Error>";
    let error = ObsError::in_success_parts(200, NO_HEADERS, body).expect("an error");
    assert_eq!(
        POLICY.decide(&error, attempt, 0.5),
        Decision::CheckAfter(Duration::from_millis(500))
    );
}

#[test]
fn a_clock_is_corrected_once() {
    let body = b"<Error><Code>RequestTimeTooSkewed</Code><Message>Request is no longer valid.\
                 </Message><ServerTime>2026-11-26T18:00:00Z</ServerTime></Error>";
    let time = UNIX_EPOCH + Duration::from_secs(1_795_716_000);
    let correct = Decision::CorrectClock(time);
    let stop = Decision::Stop(StopReason::NotRetryable);
    let skewed = ObsError::from_parts(403, [("Date", "Thu, 26 Nov 2026 19:00:00 GMT")], body);
    assert_eq!(POLICY.decide(&skewed, Attempt::new(1), 0.5), correct);
    let corrected = Attempt::new(2).with_corrected_clock(true);
    assert_eq!(POLICY.decide(&skewed, corrected, 0.5), stop);

    let read = |message: &str, headers: &[(&str, &str)]| {
        let body =
            format!("<Error><Code>RequestTimeTooSkewed</Code><Message>{message}</Message></Error>");
        let error = ObsError::from_parts(403, headers.iter().copied(), body.as_bytes());
        POLICY.decide(&error, Attempt::new(1), 0.5)
    };
    let date = [("date", "Thu, 26 Nov 2026 18:00:00 GMT")];
    assert_eq!(read("Request is not yet valid.", &date), correct);
    assert_eq!(read("Request is not yet valid.", &[]), stop);
    // Another clock does not make a URL valid again.
    for message in [
        "Request has expired.",
        "Request has expired",
        " request  has\n EXPIRED. ",
        "Request has expired .",
    ] {
        assert_eq!(read(message, &date), stop, "{message}");
    }
}

#[test]
fn redirects_need_an_endpoint() {
    let stop = Decision::Stop(StopReason::NotRetryable);
    let decide = |status, headers: &[(&str, &str)], body: &str| {
        let error = ObsError::from_parts(status, headers.iter().copied(), body.as_bytes());
        (POLICY.decide(&error, Attempt::new(1), 0.5), error)
    };
    let location = [("Location", "https://b.obs.eu-de.example.com/k")];
    for status in [301, 302, 307, 308] {
        assert_eq!(decide(status, &location, "").0, Decision::Redirect, "{status}");
        assert_eq!(decide(status, &[], "").0, stop, "{status}");
    }
    assert_eq!(decide(304, &location, "").0, stop);
    for unusable in
        ["/photos/a.jpg", "a.jpg", "?x", "javascript:80", "https://user@obs.example.com/"]
    {
        assert_eq!(decide(307, &[("Location", unusable)], "").0, stop, "{unusable}");
    }
    for code in ["TemporaryRedirect", "PermanentRedirect"] {
        let body =
            format!("<Error><Code>{code}</Code><Endpoint>obs.example.com</Endpoint></Error>");
        let (decision, error) = decide(301, &[], &body);
        assert_eq!(
            (decision, error.endpoint("https")),
            (Decision::Redirect, Some("obs.example.com"))
        );
        assert_eq!(decide(301, &[], &body.replace("Endpoint>", "Other>")).0, stop);
        // Whitespace around it is not a part of it, and a location without a host does not hide it.
        let body = body.replace("obs.example.com", "\n obs.example.com\n");
        for headers in
            [&[][..], &[("Location", "/b/k")], &[("Location", "https://user@evil.example/")]]
        {
            let (decision, error) = decide(301, headers, &body);
            assert_eq!(decision, Decision::Redirect, "{headers:?}");
            assert_eq!(error.endpoint("https"), Some("obs.example.com"), "{headers:?}");
        }
    }
    // A redirect is not followed for ever.
    let (_, error) = decide(307, &location, "");
    assert_eq!(
        POLICY.decide(&error, Attempt::new(7), 0.5),
        Decision::Stop(StopReason::OutOfAttempts)
    );
}

#[test]
fn a_budget_is_shared_and_bounded() {
    let budget = RetryBudget::new().with_capacity(20).with_costs(10, 5);
    let shared = budget.clone();
    let retry = Decision::RetryAfter(seconds(1.0));
    let empty = Decision::Stop(StopReason::OutOfBudget);
    assert_eq!(budget.admit(retry, Retry::Transient), retry);
    assert_eq!(shared.admit(retry, Retry::Throttling), retry);
    assert_eq!(shared.admit(retry, Retry::Throttling), retry);
    assert_eq!(budget.admit(retry, Retry::Throttling), empty);
    let check = Decision::CheckAfter(seconds(1.0));
    assert_eq!(budget.admit(check, Retry::Unknown), empty);
    for other in [Decision::Redirect, Decision::CorrectClock(UNIX_EPOCH), empty] {
        assert_eq!(budget.admit(other, Retry::Never), other);
    }
    (0..100).for_each(|_| shared.on_success());
    assert_eq!((budget.tokens(), shared.tokens()), (20, 20));
    let own = shared.clone().with_capacity(5);
    assert_eq!((own.tokens(), shared.tokens()), (5, 20));

    // No token is lost or made up, whatever the threads do.
    let budget = RetryBudget::new().with_capacity(10_000);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..500 {
                    assert_eq!(budget.admit(retry, Retry::Throttling), retry);
                    budget.on_success();
                }
            });
        }
    });
    assert_eq!(budget.tokens(), 10_000 - 4 * 500 * 4);
}

#[test]
fn decisions_are_formatted() {
    for (decision, expected) in [
        (Decision::RetryAfter(seconds(0.05)), "retry after 50.000ms"),
        (Decision::CheckAfter(seconds(2.0)), "after 2.000s, check whether the request took effect"),
        (Decision::CorrectClock(UNIX_EPOCH), "correct the clock and retry"),
        (Decision::Redirect, "send the request to another endpoint"),
        (Decision::Stop(StopReason::OutOfBudget), "stop: the retry budget is used up"),
    ] {
        assert_eq!(decision.to_string(), expected);
    }
}

/// The guide names the codes and the statuses of each class.
#[test]
fn the_guide_names_every_code_that_is_retried() {
    let guide = include_str!("../src/retrying.md");
    let row = |name: &str| {
        let start = format!("| {name}: ");
        let row = guide.lines().find_map(|line| line.strip_prefix(&start)).expect("a row");
        row.split(" | ").next().expect("its first cell")
    };
    for (name, class) in [("transient", Retry::Transient), ("throttling", Retry::Throttling)] {
        let codes = ObsErrorCode::ALL.iter().filter(|code| code.retry() == class);
        let codes: Vec<String> = codes.map(|code| format!("`{code}`")).collect();
        let (names, rest) = row(name).split_once("; ").expect("codes and statuses");
        assert_eq!(names, codes.join(", "));
        let rules = Retry::RULES.iter().filter(|rule| rule.retry == class && rule.first >= 300);
        for rule in rules {
            let (first, last) = (rule.first, rule.last);
            let range =
                if first == last { first.to_string() } else { format!("{first} to {last}") };
            assert!(rest.contains(&range), "{range} in {rest}");
        }
    }
}

fn any_duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0_u64..200_000).prop_map(Duration::from_millis),
        any::<Duration>(),
        Just(Duration::ZERO),
        Just(Duration::MAX),
    ]
}

fn any_policy() -> impl Strategy<Value = RetryPolicy> {
    let numbers = prop_oneof![0_u32..10, any::<u32>()];
    (numbers, any_duration(), any_duration(), any_duration(), any_duration()).prop_map(
        |(attempts, transient, throttling, max, elapsed)| {
            RetryPolicy::new()
                .with_max_attempts(attempts)
                .with_transient_delay(transient)
                .with_throttling_delay(throttling)
                .with_max_delay(max)
                .with_max_elapsed(elapsed)
        },
    )
}

fn any_attempt() -> impl Strategy<Value = Attempt> {
    let numbers = prop_oneof![0_u32..10, any::<u32>()];
    (numbers, any_duration(), any::<[bool; 4]>()).prop_map(
        |(number, elapsed, [idempotent, replayable, checkable, corrected])| {
            Attempt::new(number)
                .with_elapsed(elapsed)
                .with_idempotent(idempotent)
                .with_replayable(replayable)
                .with_checkable(checkable)
                .with_corrected_clock(corrected)
        },
    )
}

fn any_error() -> impl Strategy<Value = ObsError> {
    let codes = prop::sample::select(ObsErrorCode::ALL);
    let statuses = prop_oneof![Just(0_u16), 200..210_u16, 300..600_u16];
    let built = (codes, prop::option::of(any_duration())).prop_map(|(code, wait)| {
        let error = ObsError::new(code);
        wait.map_or_else(|| error.clone(), |wait| error.clone().with_retry_after(wait))
    });
    let read = (statuses, any::<u64>()).prop_map(|(status, wait)| {
        let wait = wait.to_string();
        ObsError::from_parts(status, [("retry-after", wait.as_str()), ("location", "x")], b"")
    });
    prop_oneof![built, read]
}

proptest! {
    #[test]
    fn delays_have_bounds(
        policy in any_policy(),
        error in any_error(),
        attempt in any_attempt(),
        jitter in any::<f64>(),
        max in any_duration(),
    ) {
        let decision = policy.decide(&error, attempt, jitter);
        let wait = error.retry_after().unwrap_or_default();
        let at_least = policy.decide(&error, attempt, 0.0);
        let at_most = policy.decide(&error, attempt, f64::NAN);
        match decision {
            Decision::RetryAfter(delay) | Decision::CheckAfter(delay) => {
                prop_assert!(error.retry() != Retry::Never);
                prop_assert!(delay >= wait);
                prop_assert_eq!(at_least.delay().unwrap_or(wait), wait);
                prop_assert!(at_most.delay().is_none_or(|most| delay <= most));
                // A larger limit never makes the delay shorter.
                let other = policy.with_max_delay(max).decide(&error, attempt, jitter);
                let unlimited = policy.with_max_delay(Duration::MAX).decide(&error, attempt, jitter);
                if let (Some(own), Some(unlimited)) = (other.delay(), unlimited.delay()) {
                    prop_assert!(own <= unlimited);
                    prop_assert!(own <= wait.saturating_add(max));
                }
            }
            Decision::CorrectClock(_) => prop_assert!(error.server_time().is_some()),
            Decision::Redirect => prop_assert!(error.endpoint("https").is_some()),
            Decision::Stop(StopReason::NotRetryable) => {
                prop_assert_eq!(error.retry(), Retry::Never);
            }
            _ => {}
        }
        // Without a policy that allows another try there is none.
        let last = policy.with_max_attempts(1).decide(&error, attempt, jitter);
        prop_assert!(matches!(last, Decision::Stop(_)), "{}", last);
    }

    #[test]
    fn what_may_have_taken_effect_is_never_repeated(
        policy in any_policy(),
        error in any_error(),
        attempt in any_attempt(),
        jitter in 0.0..1.0,
    ) {
        let attempt = attempt.with_idempotent(false).with_checkable(false);
        let is_refused = error.retry() == Retry::Throttling;
        let decision = policy.decide(&error, attempt, jitter);
        prop_assert!(is_refused || decision.delay().is_none());
        prop_assert!(!matches!(decision, Decision::CheckAfter(_)));
        prop_assert_eq!(policy.decide_without_response(attempt, jitter).delay(), None);
    }
}
