obs_errors::error_codes!("tests/macro/tables/extends-a-missing-file.yaml");

fn main() {}
