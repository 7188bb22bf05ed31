obs_errors::error_codes!("");

fn main() {}
