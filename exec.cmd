@rem The npm scripts say `exec`, so that on Unix a signal for npm reaches Node; Windows has no such word.
@%*
