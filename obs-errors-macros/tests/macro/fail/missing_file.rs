obs_errors::error_codes!("tests/tables/no-such-file.yaml");

fn main() {}
