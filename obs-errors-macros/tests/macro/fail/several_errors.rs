obs_errors::error_codes!("tests/macro/tables/several-errors.yaml");

fn main() {}
