obs_errors::error_codes!("tests/macro/tables/extends-with-mistakes.yaml");

fn main() {}
