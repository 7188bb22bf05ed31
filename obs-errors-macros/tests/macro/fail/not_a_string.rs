obs_errors::error_codes!(errors.yaml);

fn main() {}
