"""Facts of the sample dispatches: one TOML file per letter and per part of its annex, read by `sample.loading`."""
