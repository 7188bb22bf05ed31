obs_errors::error_codes!("tests/macro/tables/extends-with-errors.yaml");

fn main() {}
