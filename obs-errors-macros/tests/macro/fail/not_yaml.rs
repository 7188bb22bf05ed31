obs_errors::error_codes!("tests/macro/tables/not-yaml.yaml");

fn main() {}
