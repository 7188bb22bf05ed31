//! Writes `errors.rs` to `OUT_DIR`, from `errors.yaml`.

fn main() -> Result<(), obs_errors_build::Error> {
    obs_errors_build::Config::new("errors.yaml").generate()
}
