-- What was open when it was last read, and what was not understood. New values can be used from the next migration on.
ALTER TYPE "duration_basis" ADD VALUE 'seen';
ALTER TYPE "duration_basis" ADD VALUE 'unclear';
