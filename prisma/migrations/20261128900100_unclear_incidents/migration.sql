-- Why the words for an incident's state or its times were not understood; null when they were.
ALTER TABLE "incidents" ADD COLUMN "unclear" TEXT;
