obs_errors::error_codes!("tests/tables/odd.yaml", krate = obs_errors);

fn main() {}
