obs_errors::error_codes!("tests/macro/tables/several-mistakes.yaml");

fn main() {}
