-- One request a host at a time, whichever worker makes it: the one that holds the host says until when at most.
ALTER TABLE "hosts" ADD COLUMN "busy_until" TIMESTAMPTZ(3);
